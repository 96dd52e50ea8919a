// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import { effectiveConfig } from "../../lib/extension/effective-config";
import {
    type ChartValues,
    type ClusterScheduling,
    clusterScheduling,
    configText,
    type InstallPlanModel,
} from "../../lib/extension/install-plan";
import { INSTALL_PLAN_RULES } from "../../lib/extension/rules";
import { INSTALL_PLAN, typeToken } from "../../lib/kinds";
import { manifest } from "../../lib/manifest";
import type { Problem } from "../../lib/problem";
import type { Rule } from "../../lib/rule";
import { checked } from "../checked";
import { onceFound } from "../cluster/gate";
import { worldOf } from "../cluster/world";
import { hasEngine } from "../hooks";
import { after, customResource, derived, orDefault, providerOf } from "../objects";
import { withoutPlacement } from "./dropped-placement";
import type { AwaitReadyArgs, ExtensionArgs } from "./extension";
import { clustersOf, livePlanProblems } from "./host";
import { type PlanResource, readinessHooks, settled, type Settling } from "./settled";

/** Seconds that an InstallPlan may take to be ready, unless said otherwise. */
const READY_WITHIN = 600;

/** An InstallPlan waits for Helm to uninstall on every cluster before it goes. */
const DELETED_WITHIN = "10m";

/** An InstallPlan as a resource among others. */
export interface InstallPlanResource {
    readonly resource: pulumi.CustomResource;
    readonly installPlanName: pulumi.Output<string>;
    readonly version: pulumi.Output<string>;
    readonly state: pulumi.Output<string>;
    readonly targetNamespace: pulumi.Output<string>;
    readonly effectiveConfig: pulumi.Output<Record<string, ChartValues>>;
}

type ConfigModel = Pick<InstallPlanModel, "config" | "configYaml" | "retry">;
type SchedulingModel = Pick<InstallPlanModel, "placement" | "overrides" | "retry">;

/** How an InstallPlan is checked. */
export interface PlanCheck {
    /** The component in the first line of messages. */
    readonly component: string;
    readonly rules: readonly Rule<InstallPlanModel>[];
    /** Puts a problem of the plan into the component's own words. */
    readonly inOwnWords: (problem: Problem) => Problem;
}

const PLAN: PlanCheck = { component: "Extension", rules: INSTALL_PLAN_RULES, inOwnWords: (problem) => problem };

/** Checks and registers one InstallPlan, and sees to it that it gets ready. */
export function installPlanResource(
    name: string,
    args: ExtensionArgs,
    opts: pulumi.CustomResourceOptions = {},
    { component, rules, inOwnWords }: PlanCheck = PLAN,
): InstallPlanResource {
    const where = { subject: `${component} "${name}"`, resource: opts.parent };
    const model = checked<ExtensionArgs, InstallPlanModel>("Extension", args, rules, where);
    const { extension, version, enabled, config, configYaml, placement, overrides, retry } = model;
    const provider = providerOf(typeToken(INSTALL_PLAN), opts);
    const settling = settlingOf(model.awaitReady, provider, opts.customTimeouts);
    const objectName = onceFound<InstallPlanModel, string>(
        extension,
        { extension, version, placement },
        {
            provider,
            where,
            check: async (values, world) => (await livePlanProblems(values, world)).map(inOwnWords),
        },
    );
    const plan = manifest(
        INSTALL_PLAN,
        { name: objectName },
        {
            spec: {
                extension: { name: extension, version },
                enabled: orDefault(enabled, true),
                upgradeStrategy: "Manual",
                config: derived<ConfigModel, string | undefined>({ config, configYaml, retry } as never, configText),
                clusterScheduling:
                    placement === undefined
                        ? withoutPlacement(extension, provider, opts.parent)
                        : derived<SchedulingModel, ClusterScheduling | undefined>(
                              { placement, overrides, retry } as never,
                              clusterScheduling,
                          ),
            },
        },
    );
    const resource = customResource(
        name,
        // Named without a value, so that the provider's answer is kept on the resource.
        { ...plan, status: undefined },
        {
            ...opts,
            customTimeouts: { delete: DELETED_WITHIN, ...opts.customTimeouts },
            ...(settling && hasEngine() && { hooks: readinessHooks(settling) }),
        },
    ) as unknown as PlanResource;
    const status = settled(resource, settling);
    return {
        resource,
        installPlanName: after(resource, extension),
        version: after(resource, version),
        state: status.apply(({ state }) => state ?? ""),
        targetNamespace: status.apply(({ targetNamespace }) => targetNamespace ?? ""),
        effectiveConfig: effective({ config, configYaml, placement, overrides, retry } as never, provider),
    };
}

/** Undefined where nobody looks at what becomes of the plan. */
function settlingOf(
    { skip, timeoutSeconds }: AwaitReadyArgs = {},
    provider: pulumi.ProviderResource | undefined,
    { create, update }: pulumi.CustomTimeouts = {},
): Settling | undefined {
    return skip === true
        ? undefined
        : {
              provider,
              createSeconds: timeoutSeconds ?? seconds(create) ?? READY_WITHIN,
              updateSeconds: timeoutSeconds ?? seconds(update) ?? READY_WITHIN,
          };
}

/** A placement by labels means clusters that only the host knows. */
function effective(
    model: pulumi.Input<ConfigModel & SchedulingModel>,
    provider: pulumi.ProviderResource | undefined,
): pulumi.Output<Record<string, ChartValues>> {
    const known: pulumi.Output<unknown> = pulumi.output(model);
    return known.apply(async (values) => {
        const plan = values as ConfigModel & SchedulingModel;
        const world = plan.placement?.clusterSelector === undefined ? undefined : await worldOf(provider);
        return effectiveConfig(plan, world && (await clustersOf(world)));
    });
}

/** Seconds of a custom timeout such as "10m" or "1h30m". */
function seconds(duration: string | undefined): number | undefined {
    const parts = [...(duration ?? "").matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
    const length = { ms: 0.001, s: 1, m: 60, h: 3600 };
    return parts.length === 0
        ? undefined
        : parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * length[unit as keyof typeof length], 0);
}
