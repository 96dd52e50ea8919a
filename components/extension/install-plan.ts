// SPDX-License-Identifier: Apache-2.0
import * as pulumi from "@pulumi/pulumi";
import {
    type ClusterScheduling,
    clusterScheduling,
    configText,
    type InstallPlanModel,
} from "../../lib/extension/install-plan";
import { INSTALL_PLAN_RULES } from "../../lib/extension/rules";
import { INSTALL_PLAN, typeToken } from "../../lib/kinds";
import { manifest } from "../../lib/manifest";
import { checked } from "../checked";
import { hasEngine } from "../hooks";
import { after, customResource, derived, orDefault, providerOf } from "../objects";
import type { ExtensionArgs } from "./extension";
import { type PlanResource, readinessHooks, settled } from "./settled";

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
}

/** Checks and registers one InstallPlan, and sees to it that it gets ready. */
export function installPlanResource(
    name: string,
    args: ExtensionArgs,
    opts: pulumi.CustomResourceOptions = {},
): InstallPlanResource {
    const where = { subject: `Extension "${name}"`, resource: opts.parent };
    const model = checked<ExtensionArgs, InstallPlanModel>(args, INSTALL_PLAN_RULES, where);
    const { extension, version, enabled, config, configYaml, placement, overrides, retry } = model;
    const { skip, timeoutSeconds } = args.awaitReady ?? {};
    const settling = skip
        ? undefined
        : {
              provider: providerOf(typeToken(INSTALL_PLAN), opts),
              timeoutSeconds: timeoutSeconds ?? seconds(opts.customTimeouts?.create) ?? READY_WITHIN,
          };
    const plan = manifest(
        INSTALL_PLAN,
        { name: extension },
        {
            spec: {
                extension: { name: extension, version },
                enabled: orDefault(enabled, true),
                upgradeStrategy: "Manual",
                config: derived<Pick<InstallPlanModel, "config" | "configYaml" | "retry">, string | undefined>(
                    { config, configYaml, retry } as never,
                    configText,
                ),
                clusterScheduling: derived<
                    Pick<InstallPlanModel, "placement" | "overrides" | "retry">,
                    ClusterScheduling | undefined
                >({ placement, overrides, retry } as never, clusterScheduling),
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
    };
}

/** Seconds of a custom timeout such as "10m" or "1h30m". */
function seconds(duration: string | undefined): number | undefined {
    const parts = [...(duration ?? "").matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
    const length = { ms: 0.001, s: 1, m: 60, h: 3600 };
    return parts.length === 0
        ? undefined
        : parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * length[unit as keyof typeof length], 0);
}
