// SPDX-License-Identifier: Apache-2.0
import { NamespacePatch } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { type Binding, BINDING_RULES } from "../../lib/binding/rules";
import { NAMESPACE, typeToken } from "../../lib/kinds";
import { checked } from "../checked";
import { onceFound } from "../cluster/gate";
import { after, providerOf } from "../objects";
import { bindingCheck } from "./check";
import { bindingKeys } from "./keys";
import { waits } from "../comes-later";

/** What a NamespaceBinding is made of. */
export interface NamespaceBindingArgs {
    /**
     * Name of the namespace, which must exist. If the same program makes it, pass the resource's metadata.name, or name
     * it in dependsOn. Another name later takes the keys off the old namespace.
     */
    namespace: pulumi.Input<string>;
    /**
     * Names of the pools that pods of the namespace get addresses from, in the order in which Calico tries them. All of
     * them: what this list lacks is not bound. At least one, none twice, all existing and enabled, or pods fail.
     */
    pools: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Value of KubeSphere's labels, of which only the keys are known to have a meaning. Defaults to what the namespace's
     * labels have already, else to what those of most bound namespaces have, else to "".
     */
    labelValue?: pulumi.Input<string>;
    /**
     * True to write also the annotations that Calico itself reads, without which the labels have no effect where
     * KubeSphere's controller does not run. Defaults to true if the namespace, or else most bound namespaces, have them
     * or if nothing is bound yet, else to false.
     */
    calicoAnnotation?: pulumi.Input<boolean>;
    /**
     * True to take the keys over from whoever has written them, false to fail when somebody else has. Defaults to false.
     */
    takeOwnership?: pulumi.Input<boolean>;
}

/** The same binding as a resource among others. */
export interface NamespaceBindingResource {
    readonly resource: pulumi.CustomResource;
    /** What it was made from, checked. */
    readonly binding: NamespaceBindingArgs;
}

/**
 * Checks and registers the patch of one namespace. `waitsForOthers` says that the namespace and the pools may be made by
 * something else that is waited for.
 */
export function namespaceBindingResource(
    name: string,
    args: NamespaceBindingArgs,
    opts: pulumi.CustomResourceOptions = {},
    waitsForOthers = false,
): NamespaceBindingResource {
    const where = { subject: `NamespaceBinding "${name}"`, resource: opts.parent };
    const provider = providerOf(typeToken(NAMESPACE), opts);
    const binding = checked<NamespaceBindingArgs, Binding>("NamespaceBinding", args, BINDING_RULES, where);
    const metadata = {
        name: onceFound(binding.namespace, binding, {
            provider,
            where,
            check: bindingCheck(args, provider, waitsForOthers),
        }),
        ...bindingKeys(binding, { provider, resource: opts.parent }),
    };
    const resource = new NamespacePatch(name, { metadata }, opts);
    return { resource, binding };
}

/**
 * Binds a namespace to pools: new pods of the namespace get their addresses from these pools and no others. One patch of
 * the Namespace object, which keeps all other keys and loses these when the binding is destroyed.
 *
 * The labels are KubeSphere's, one for each pool. The annotations are Calico's, a JSON list for each address family. Both
 * are written as the cluster has them already: previews say which format was found and where. A namespace or a pool that
 * does not exist, a disabled pool and a key that somebody else holds are refused in previews. Where the cluster cannot be
 * read, the defaults are written, and a pool that the program does not make is taken for IPv4.
 *
 * A pool is not reserved by this: other namespaces draw from it too unless its own settings prevent it.
 *
 * Example: new NamespaceBinding("shop", { namespace: "shop", pools: ["pool-a"] })
 *
 * See https://docs.tigera.io/calico/latest/networking/ipam/legacy-firewalls
 */
export class NamespaceBinding extends pulumi.ComponentResource {
    /** Name of the namespace. */
    public readonly namespace: pulumi.Output<string>;
    /** Names of the pools. */
    public readonly pools: pulumi.Output<string[]>;

    constructor(name: string, args: NamespaceBindingArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kubesphere-network:index:NamespaceBinding", name, args, opts);
        const { resource, binding } = namespaceBindingResource(
            name,
            args,
            { parent: this, dependsOn: opts?.dependsOn },
            waits(opts),
        );
        this.namespace = after(resource, binding.namespace);
        this.pools = after<string[]>(resource, pulumi.output(binding.pools));
        this.registerOutputs({ namespace: this.namespace, pools: this.pools });
    }
}
