// SPDX-License-Identifier: Apache-2.0
import { type Direction, restricts, rulesOf } from "../policy";
import type { NetworkPolicy, Workload, World } from "../world";
import { type Allowance, type EndRules, type Restriction, UNRESTRICTED } from "./end-rules";
import type { Time } from "./everybody";
import { listOf } from "./lists";
import type { Numbers } from "./numbers";
import { PeerIndex } from "./peer-index";

/** With the place of the policy among all of its world. */
interface IndexedRestriction extends Restriction {
    readonly index: number;
}

/** The ends of all workloads in one world. */
export class WorldRules {
    /** For each workload its rules. */
    readonly ends: Readonly<Record<Direction, readonly EndRules[]>>;
    /** For everybody the number of what names of ports mean there. */
    readonly names: Int32Array;
    private readonly peers: PeerIndex;

    constructor(
        private readonly numbers: Numbers,
        time: Time,
        private readonly world: World,
    ) {
        const { everybody, rulePorts } = numbers;
        const workloads = everybody.workloads[time];
        this.peers = new PeerIndex(everybody, time, world);
        this.names = new Int32Array(everybody.size).fill(rulePorts.namesOf({ address: "" }));
        this.names.set(workloads.map((workload) => rulePorts.namesOf(workload)));
        this.ends = { ingress: this.endsOf("ingress", workloads), egress: this.endsOf("egress", workloads) };
    }

    private endsOf(direction: Direction, workloads: readonly Workload[]): EndRules[] {
        const restrictions = new Map<number, IndexedRestriction[]>();
        for (const [index, policy] of this.world.policies.entries()) {
            const name = `${policy.namespace}/${policy.name}`;
            const restriction = { index, policy, name, allowances: this.allowancesOf(policy, direction) };
            const selected = this.peers.of([{ podSelector: policy.podSelector }], policy.namespace);
            selected.forEach((number) => {
                const workload = workloads[number];
                if (workload !== undefined && restricts(policy, direction, workload)) {
                    listOf(restrictions, number).push(restriction);
                }
            });
        }
        const known = new Map<string, EndRules>();
        return workloads.map((_, number) => {
            const own = listOf(restrictions, number);
            const names = direction === "ingress" ? this.names[number] : undefined;
            const key = [...own.map(({ index }) => index), names].join();
            const end = known.get(key) ?? this.endOf(own, names);
            known.set(key, end);
            return end;
        });
    }

    private allowancesOf(policy: NetworkPolicy, direction: Direction): Allowance[] {
        return rulesOf(policy, direction).map(({ peers, ports }) => {
            const parties = this.peers.of(peers, policy.namespace);
            return {
                peers: this.numbers.peers.numberOf(parties.key, parties),
                ports: this.numbers.rulePorts.numberOf(ports),
            };
        });
    }

    /** `names` are those of who is reached, where it is the end itself. */
    private endOf(restricting: readonly Restriction[], names: number | undefined): EndRules {
        if (restricting.length === 0) {
            return UNRESTRICTED;
        }
        const restrictions = restricting.map(({ policy, name, allowances }) => ({
            policy,
            name,
            allowances: allowances.map(({ peers, ports }) => ({
                peers,
                ports: names === undefined ? ports : this.numbers.rulePorts.resolved(ports, names),
            })),
        }));
        const all = restrictions.flatMap(({ allowances }) => allowances);
        const distinct = new Map(all.map((allowance) => [`${allowance.peers}:${allowance.ports}`, allowance]));
        const allowances = [...distinct.values()];
        return { profile: this.numbers.profileOf({ restrictions, allowances }), restrictions, allowances };
    }
}
