// SPDX-License-Identifier: Apache-2.0
import { NamespacePatch } from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { bindingAnnotations, bindingLabels } from "../../lib/binding/metadata";
import { type Binding, BINDING_RULES } from "../../lib/binding/rules";
import { NAMESPACE, typeToken } from "../../lib/kinds";
import { checked } from "../checked";
import { after, derived, providerOf } from "../objects";
import { ownershipAnnotations } from "../ownership";
import { familyOf, poolsOf } from "./pools-of-cluster";

/** What a NamespaceBinding is made of. */
export interface NamespaceBindingArgs {
    /** Name of the namespace, which must exist. Another name later takes the keys off the old namespace. */
    namespace: pulumi.Input<string>;
    /**
     * Names of the pools that pods of the namespace get addresses from, in the order in which Calico tries them. All of
     * them: what this list lacks is not bound. At least one, none twice, all existing and enabled, or pods fail.
     */
    pools: pulumi.Input<pulumi.Input<string>[]>;
    /** Value of KubeSphere's labels, of which only the keys are known to have a meaning. Defaults to "". */
    labelValue?: pulumi.Input<string>;
    /**
     * True to write also the annotations that Calico itself reads, without which the labels have no effect where
     * KubeSphere's controller does not run. Defaults to true.
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
    readonly namespace: pulumi.Output<string>;
    readonly pools: pulumi.Output<string[]>;
}

/** Checks and registers the patch of one namespace. */
export function namespaceBindingResource(
    name: string,
    args: NamespaceBindingArgs,
    opts: pulumi.CustomResourceOptions = {},
): NamespaceBindingResource {
    const where = { subject: `NamespaceBinding "${name}"`, resource: opts.parent };
    const binding = checked<NamespaceBindingArgs, Binding>(args, BINDING_RULES, where);
    const { pools, labelValue, calicoAnnotation, takeOwnership } = binding;
    const known = poolsOf(providerOf(typeToken(NAMESPACE), opts));
    const labels = derived([pools, labelValue] as pulumi.Input<[string[], string | undefined]>, ([names, value]) =>
        bindingLabels(names, value ?? ""),
    );
    // Always late: pools that the program makes further down have said their address family by then.
    const annotations = pulumi.all([pools, calicoAnnotation, takeOwnership]).apply(([names, wanted, take]) => ({
        ...(wanted === false ? {} : bindingAnnotations(names, (pool) => familyOf(known, pool))),
        ...ownershipAnnotations(take),
    }));
    const resource = new NamespacePatch(name, { metadata: { name: binding.namespace, labels, annotations } }, opts);
    return {
        resource,
        namespace: after(resource, binding.namespace),
        pools: after<string[]>(resource, pulumi.output(pools)),
    };
}

/**
 * Binds a namespace to pools: new pods of the namespace get their addresses from these pools and no others. One patch of
 * the Namespace object, which keeps all other keys and loses these when the binding is destroyed.
 *
 * The labels are KubeSphere's, one for each pool. The annotations are Calico's, a JSON list for each address family. The
 * family of a pool is that of its CIDR if the same program makes the pool with the same provider; any other pool is
 * taken for IPv4. A pool is not reserved by this: other namespaces draw from it too unless its own settings prevent it.
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
        const { namespace, pools } = namespaceBindingResource(name, args, { parent: this });
        this.namespace = namespace;
        this.pools = pools;
        this.registerOutputs({ namespace, pools });
    }
}
