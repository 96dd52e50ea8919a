// SPDX-License-Identifier: Apache-2.0
import assert from "node:assert/strict";
import { readyTarget } from "../../../lib/migration/ready-target";
import type { MigrationWorld } from "../../../lib/migration/world";
import { A, B, pool, world } from "./support";

/** What keeps "b" from taking pods. */
function found(parts: Partial<MigrationWorld>) {
    return readyTarget({ name: "b", cidr: "10.0.1.0/24" }, world(parts));
}

function stop(rule: string, message: string, wayOut: string) {
    return [{ severity: "danger", rule, object: 'IPPool "b"', message, wayOut }];
}

describe("The new pool, looked at again", () => {
    it("is ready while it is there, enabled, for pods and has an address left", () => {
        assert.deepEqual(found({ pools: [A, B] }), []);
    });

    it("may be gone, or another one", () => {
        const wayOut = "Make it anew with cidr: 10.0.1.0/24, or undo the migration.";
        assert.deepEqual(found({ pools: [A] }), stop("migration-target-changed", "It is gone.", wayOut));
        assert.deepEqual(
            found({ pools: [pool("b", "10.0.2.0/24")] }),
            stop("migration-target-changed", "It has the addresses 10.0.2.0/24 now, and had 10.0.1.0/24.", wayOut),
        );
    });

    it("may be disabled, or not for pods any more", () => {
        assert.deepEqual(
            found({ pools: [pool("b", "10.0.1.0/24", { disabled: true })] }),
            stop(
                "migration-target-disabled",
                "It is disabled: every new pod that asks for it fails.",
                'Set disabled: false on "b".',
            ),
        );
        assert.deepEqual(
            found({ pools: [pool("b", "10.0.1.0/24", { allowedUses: ["Tunnel"] })] }),
            stop(
                "migration-target-uses",
                "Its addresses are not for pods any more (allowedUses: Tunnel).",
                'Add Workload to the allowedUses of "b".',
            ),
        );
    });

    it("may have no address left, be it used or kept back", () => {
        const full = stop(
            "migration-few-addresses",
            "It has no free address left.",
            "Free some, or undo the migration.",
        );
        const block = (free: number) => ({
            spec: {
                cidr: "10.0.1.0/24",
                allocations: Array.from({ length: 256 }, (_, index) => (index < free ? null : 0)),
                attributes: [{}],
            },
        });
        assert.deepEqual(found({ pools: [B], blocks: [block(0)] }), full);
        assert.deepEqual(found({ pools: [B], blocks: [block(1)] }), []);
        const reservations = [{ spec: { reservedCIDRs: ["10.0.1.0"] } }];
        assert.deepEqual(found({ pools: [B], blocks: [block(1)], reservations }), full);
        assert.deepEqual(found({ pools: [B], blocks: [block(2)], reservations }), []);
    });
});
