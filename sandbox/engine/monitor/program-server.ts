// SPDX-License-Identifier: Apache-2.0
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Context } from "../deployment/context";
import { aborted, providerOf } from "../deployment/context";
import { messageOf, StepFailed } from "../deployment/failure";
import { defaultProvider } from "../deployment/register";
import { EMPTY_GOAL, type Goal } from "../goal";
import type { ResourceState } from "../model";
import { refuseUnknownPackage } from "../providers";
import { buildUrn, urnName } from "../urn";
import { isObject, type Properties, SIGNATURE, RESOURCE_SIGNATURE, withoutSecrets, mapValue } from "../values";
import { fromStruct, toStruct } from "../wire";
import type { Callbacks } from "./callbacks";
import { InFlight } from "./in-flight";
import { goalFrom } from "./register";
import type { Handlers } from "./server";
import { applyTransforms } from "./transforms";

/** What the SDK may ask for; the rest it then refuses by itself, with a sentence of its own. */
const FEATURES = new Set([
    "secrets",
    "resourceReferences",
    "outputValues",
    "aliasSpecs",
    "deletedWith",
    "transforms",
    "resourceHooks",
    "errorHooks",
    "parameterization",
    // Refused later: the SDK would say that the Pulumi CLI is too old.
    "replaceWith",
]);

/** What becomes of the resources that a program asks for. */
export interface Registrar {
    register(context: Context, goal: Goal): Promise<ResourceState>;
    read(context: Context, goal: Goal, id: string): Promise<ResourceState>;
    registerOutputs(context: Context, urn: string, outputs: Properties): Promise<void>;
}

/** The program's side of a run: its registrations in, states out. */
export class ProgramServer {
    private readonly inFlight = new InFlight();
    private readonly goals = new Map<string, Goal>();
    /** What the program was told of each resource that it has registered, by URN. */
    private readonly answers = new Map<string, ResourceState>();
    private readonly transforms = new Map<string, Callback[]>();

    constructor(
        private readonly context: Context,
        private readonly callbacks: Callbacks,
        private readonly registrar: Registrar,
        /** Called when the program has registered all it has; resolves when the rest of the run is done. */
        private readonly finish: () => Promise<void>,
    ) {}

    /** Resolves when the run has been stopped and nothing of it goes on any more. */
    public async stopped(): Promise<void> {
        await aborted(this.context.stopping.signal);
        await this.inFlight.idle();
    }

    /** Resolves when nothing that the program asked for goes on any more. */
    public idle(): Promise<void> {
        return this.inFlight.idle();
    }

    public monitorHandlers(): Handlers {
        return {
            supportsFeature: (request: proto.SupportsFeatureRequest) => {
                const response = new proto.SupportsFeatureResponse();
                response.setHassupport(FEATURES.has(request.getId()));
                return Promise.resolve(response);
            },
            registerPackage: (request: proto.RegisterPackageRequest) => this.registerPackage(request),
            registerStackTransform: (callback: Callback) => {
                this.stackTransforms().push(callback);
                return Promise.resolve(new Empty());
            },
            registerResourceHook: (request: proto.RegisterResourceHookRequest) => this.registerHook(request),
            registerErrorHook: (request: proto.RegisterErrorHookRequest) => {
                this.context.hooks.registerErrorHook(request.getName(), required(request.getCallback()));
                return Promise.resolve(new Empty());
            },
            registerResource: (request: proto.RegisterResourceRequest) =>
                this.reported(request.getName(), () => this.registerResource(request)),
            registerResourceOutputs: (request: proto.RegisterResourceOutputsRequest) =>
                this.reported(urnName(request.getUrn()), async () => {
                    const outputs = fromStruct(request.getOutputs());
                    await this.registrar.registerOutputs(this.context, request.getUrn(), outputs);
                    return new Empty();
                }),
            readResource: (request: proto.ReadResourceRequest) =>
                this.reported(request.getName(), () => this.read(request)),
            invoke: (request: proto.ResourceInvokeRequest) => this.invoke(request),
            signalAndWaitForShutdown: () =>
                this.reported("", async () => {
                    await this.finish();
                    return new Empty();
                }),
        };
    }

    /**
     * An error that nobody has told yet is told here, once, without the program's stack around it. The program hears of
     * it when everything else has come to its end: it goes down at once, and with it the hooks of the others.
     */
    private async reported<T>(name: string, act: () => Promise<T>): Promise<T> {
        try {
            return await this.inFlight.track(act);
        } catch (error) {
            this.context.stopping.abort();
            if (!(error instanceof StepFailed)) {
                this.context.events.diagnostic(
                    "error",
                    name === "" ? messageOf(error) : `${name}: ${messageOf(error)}`,
                );
            }
            await this.inFlight.idle();
            throw error instanceof StepFailed ? error : new StepFailed(messageOf(error));
        }
    }

    private async registerResource(request: proto.RegisterResourceRequest): Promise<proto.RegisterResourceResponse> {
        const urn = buildUrn(
            { ...this.context.place, parent: request.getParent() },
            request.getType(),
            request.getName(),
        );
        this.transforms.set(urn, request.getTransformsList());
        await applyTransforms(request, this.transformsFor(urn, request.getParent()), this.callbacks);
        const goal = goalFrom(request, this.context.place, this.goals.get(request.getParent()));
        this.goals.set(goal.urn, goal);
        const state = await this.registrar.register(this.context, goal);
        this.answers.set(state.urn, state);
        const response = new proto.RegisterResourceResponse();
        response.setUrn(state.urn);
        response.setId(state.id ?? "");
        response.setObject(toStruct((state.custom ? state.outputs : state.inputs) ?? {}));
        if (state.custom && state.id === undefined && !this.context.preview) {
            // It was never made, and this run will not make it: what depends on its outputs must not run.
            response.setResult(proto.Result.SKIP);
        }
        const dependencies = response.getPropertydependenciesMap();
        for (const [key, urns] of Object.entries(state.propertyDependencies ?? {})) {
            const list = new proto.RegisterResourceResponse.PropertyDependencies();
            list.setUrnsList(urns);
            dependencies.set(key, list);
        }
        return response;
    }

    private async read(request: proto.ReadResourceRequest): Promise<proto.ReadResourceResponse> {
        const place = { ...this.context.place, parent: request.getParent() };
        const goal: Goal = {
            ...EMPTY_GOAL,
            urn: buildUrn(place, request.getType(), request.getName()),
            type: request.getType(),
            name: request.getName(),
            inputs: fromStruct(request.getProperties()),
            parent: request.getParent(),
            dependencies: request.getDependenciesList(),
            provider: request.getProvider(),
            version: request.getVersion(),
            additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        };
        const state = await this.registrar.read(this.context, goal, request.getId());
        const response = new proto.ReadResourceResponse();
        response.setUrn(state.urn);
        response.setProperties(toStruct(state.outputs ?? {}));
        return response;
    }

    private async invoke(request: proto.ResourceInvokeRequest): Promise<InvokeResponse> {
        const args = fromStruct(request.getArgs());
        const response = new InvokeResponse();
        if (request.getTok() === "pulumi:pulumi:getResource") {
            response.setReturn(toStruct(this.getResource(String(args["urn"]))));
            return response;
        }
        const goal: Goal = { ...EMPTY_GOAL, type: request.getTok(), version: request.getVersion() };
        const reference = request.getProvider() || (await defaultProvider(this.context, goal));
        const provider = providerOf(this.context, reference);
        const result = provider && (await provider.invoke(request.getTok(), withoutSecrets(args)));
        response.setReturn(toStruct(result ?? {}));
        return response;
    }

    /** Gives back a resource that the program holds a reference to. */
    private getResource(urn: string): Properties {
        // A program that is run for its hooks alone makes nothing new.
        const state = this.context.news.get(urn) ?? this.answers.get(urn);
        if (state === undefined) {
            throw new Error(`The resource ${urn} is not part of this program.`);
        }
        const plain = mapValue(state.outputs ?? {}, (value) =>
            isObject(value) && value[SIGNATURE] === RESOURCE_SIGNATURE ? value["urn"] : value,
        );
        return { urn: state.urn, id: state.id ?? "", state: plain };
    }

    private registerPackage(request: proto.RegisterPackageRequest): Promise<proto.RegisterPackageResponse> {
        refuseUnknownPackage(`${request.getName()}:`);
        const response = new proto.RegisterPackageResponse();
        response.setRef(`${request.getName()}@${request.getVersion()}`);
        return Promise.resolve(response);
    }

    private registerHook(request: proto.RegisterResourceHookRequest): Promise<Empty> {
        this.context.hooks.register(request.getName(), {
            callback: required(request.getCallback()),
            onDryRun: request.getOnDryRun(),
            ignoreErrors: request.getIgnoreErrors(),
        });
        return Promise.resolve(new Empty());
    }

    private stackTransforms(): Callback[] {
        const known = this.transforms.get("") ?? [];
        this.transforms.set("", known);
        return known;
    }

    /** A resource's own transforms first, then its parents' from the inside out, then the stack's. */
    private transformsFor(urn: string, parent: string): Callback[] {
        const chain = [this.transforms.get(urn) ?? []];
        for (let at = parent; at !== ""; at = this.goals.get(at)?.parent ?? "") {
            chain.push(this.transforms.get(at) ?? []);
        }
        return [...chain.flat(), ...this.stackTransforms()];
    }
}

function required(callback: Callback | undefined): Callback {
    if (callback === undefined) {
        throw new Error("A hook was registered without a function.");
    }
    return callback;
}
