// SPDX-License-Identifier: Apache-2.0
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import type { Properties } from "../values";
import { PackConnection } from "./analyzer-client";
import { levelOf, type PolicyDiagnostic, type PolicyRemediation, severityOf } from "./diagnostics";
import { type AnalyzedResource, analyzeRequest, stackRequest } from "./messages";
import { type PolicyInfo, readPolicyConfig } from "./pack-config";
import { configurePack, type PackInfo } from "./pack-info";
import { type PackProcess, startPackProcess } from "./pack-process";
import { type PackProject, readPackProject } from "./pack-project";

/** What a policy pack is told about the run. */
export interface PolicyPackOptions {
    readonly project: string;
    readonly stack: string;
    /** True in a preview. */
    readonly dryRun: boolean;
    /** Configuration of the stack, fully qualified key to text. */
    readonly config: Readonly<Record<string, string>>;
    readonly configSecretKeys?: readonly string[];
    /** `host:port` of the engine's own service. */
    readonly engineAddress: string;
    /** File with enforcement levels and settings of rules. */
    readonly packConfig?: string;
    /** Seconds until a pack must serve; TypeScript is checked in that time. Defaults to 120. */
    readonly startTimeoutSeconds?: number;
    /** Told every line that the pack prints. */
    readonly onOutput?: (line: string) => void;
}

/** Answer of a pack to a resource that it may change. */
export interface RemediateResult {
    /** What the resource's properties are from now on. */
    readonly properties: Properties;
    /** The changes, in the order in which they were made. */
    readonly remediations: readonly PolicyRemediation[];
    /** Rules that could not run, as advisories. */
    readonly diagnostics: readonly PolicyDiagnostic[];
}

/** A policy pack that is running. */
export interface PolicyPackRunner {
    readonly name: string;
    readonly version: string;
    /** The pack's key in a summary event: `<name>|local|<folder as given>`. */
    readonly eventName: string;
    /** The rules, with the enforcement levels that apply. */
    readonly policies: readonly PolicyInfo[];
    /** Looks at one resource before anything is done to it. */
    analyze(resource: AnalyzedResource): Promise<PolicyDiagnostic[]>;
    /** Lets the rules at level "remediate" change one resource; to be called before `analyze`. */
    remediate(resource: AnalyzedResource): Promise<RemediateResult>;
    /** Looks at all resources at the end of a run. */
    analyzeStack(resources: readonly AnalyzedResource[]): Promise<PolicyDiagnostic[]>;
    /** Ends the pack's process. */
    close(): Promise<void>;
}

const DEFAULT_START_TIMEOUT_SECONDS = 120;

/** Starts a policy pack with the SDK's own runner and configures it. Throws one message if that fails. */
export async function startPolicyPack(folder: string, options: PolicyPackOptions): Promise<PolicyPackRunner> {
    const project = readPackProject(folder);
    const given = options.packConfig === undefined ? {} : readPolicyConfig(options.packConfig);
    const pack = await startPackProcess(project, {
        engineAddress: options.engineAddress,
        env: environment(options),
        startTimeoutSeconds: options.startTimeoutSeconds ?? DEFAULT_START_TIMEOUT_SECONDS,
        onOutput: options.onOutput,
    });
    const connection = new PackConnection(project.folder, pack);
    try {
        await introduce(connection, project, options);
        return new Runner(folder, connection, pack, await configurePack(connection, project, given));
    } catch (error) {
        connection.close();
        await pack.stop();
        throw error;
    }
}

function environment(options: PolicyPackOptions): Record<string, string> {
    return {
        PULUMI_NODEJS_PROJECT: options.project,
        PULUMI_NODEJS_STACK: options.stack,
        PULUMI_NODEJS_DRY_RUN: String(options.dryRun),
        PULUMI_CONFIG: JSON.stringify(options.config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.configSecretKeys ?? []),
    };
}

async function introduce(connection: PackConnection, project: PackProject, options: PolicyPackOptions): Promise<void> {
    const handshake = new analyzer.AnalyzerHandshakeRequest()
        .setEngineAddress(options.engineAddress)
        .setRootDirectory(project.folder)
        .setProgramDirectory(project.folder);
    await connection.callIfKnown((client, done) => client.handshake(handshake, done));
    const stack = new analyzer.AnalyzerStackConfigureRequest()
        .setProject(options.project)
        .setStack(options.stack)
        .setDryRun(options.dryRun)
        .setConfigSecretKeysList([...(options.configSecretKeys ?? [])]);
    for (const [key, value] of Object.entries(options.config)) {
        stack.getConfigMap().set(key, value);
    }
    await connection.callIfKnown((client, done) => client.configureStack(stack, done));
}

class Runner implements PolicyPackRunner {
    public readonly name: string;
    public readonly version: string;
    public readonly eventName: string;
    public readonly policies: readonly PolicyInfo[];

    constructor(
        folder: string,
        private readonly connection: PackConnection,
        private readonly pack: PackProcess,
        info: PackInfo,
    ) {
        this.name = info.name;
        this.version = info.version;
        this.policies = info.policies;
        this.eventName = `${info.name}|local|${folder}`;
    }

    public async analyze(resource: AnalyzedResource): Promise<PolicyDiagnostic[]> {
        const request = analyzeRequest(resource, "left out");
        const response = await this.connection.call<analyzer.AnalyzeResponse>((client, done) =>
            client.analyze(request, done),
        );
        return response.getDiagnosticsList().map((diagnostic) => this.diagnostic(diagnostic));
    }

    public async remediate(resource: AnalyzedResource): Promise<RemediateResult> {
        const request = analyzeRequest(resource, "kept");
        const response = await this.connection.callIfKnown<analyzer.RemediateResponse>((client, done) =>
            client.remediate(request, done),
        );
        const remediations: PolicyRemediation[] = [];
        const diagnostics: PolicyDiagnostic[] = [];
        let properties = resource.properties;
        for (const remediation of response?.getRemediationsList() ?? []) {
            const common = {
                policyName: remediation.getPolicyname(),
                policyPackName: remediation.getPolicypackname(),
                policyPackVersion: this.version,
                description: remediation.getDescription(),
                urn: resource.urn,
            };
            const message = remediation.getDiagnostic();
            if (message !== "") {
                diagnostics.push({ ...common, message, enforcementLevel: "advisory" });
                continue;
            }
            const after: Properties = remediation.getProperties()?.toJavaScript() ?? {};
            remediations.push({ ...common, before: properties, after });
            properties = after;
        }
        return { properties, remediations, diagnostics };
    }

    public async analyzeStack(resources: readonly AnalyzedResource[]): Promise<PolicyDiagnostic[]> {
        const request = stackRequest(resources);
        const response = await this.connection.callIfKnown<analyzer.AnalyzeResponse>((client, done) =>
            client.analyzeStack(request, done),
        );
        return (response?.getDiagnosticsList() ?? []).map((diagnostic) => this.diagnostic(diagnostic));
    }

    public async close(): Promise<void> {
        this.connection.close();
        await this.pack.stop();
    }

    private diagnostic(message: analyzer.AnalyzeDiagnostic): PolicyDiagnostic {
        const policyName = message.getPolicyname();
        const own = this.policies.find((policy) => policy.name === policyName)?.severity;
        const severity = severityOf(message.getSeverity()) ?? own;
        const urn = message.getUrn();
        return {
            policyName,
            policyPackName: message.getPolicypackname(),
            policyPackVersion: this.version,
            description: message.getDescription(),
            message: message.getMessage(),
            enforcementLevel: levelOf(message.getEnforcementlevel()),
            ...(severity === undefined ? {} : { severity }),
            ...(urn === "" ? {} : { urn }),
        };
    }
}
