// SPDX-License-Identifier: Apache-2.0
import { BadInput } from "../inputs/bad-input";

/** The cluster refuses what a command cannot do without. The command adds where its rights are to be had. */
export class Denied extends BadInput {
    /** What is missing, as `kubectl auth can-i` would be asked: "list ippools.crd.projectcalico.org". */
    constructor(public readonly missing: readonly string[]) {
        super([`The rights do not suffice. Missing:`, ...missing.map((right) => `  - ${right}`)]);
        this.name = "Denied";
    }
}
