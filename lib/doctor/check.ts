// SPDX-License-Identifier: Apache-2.0
import type { Kind } from "../kinds";
import type { Problem } from "../problem";
import type { Severity } from "../report/report";
import { inTwo } from "../report/words";
import type { RuleInfo } from "../rule";
import type { Sight } from "./facts";
import type { Area, Said } from "./finding";

/** One thing that may be wrong. The reason of the rule says what it breaks. */
export interface Check extends RuleInfo {
    readonly area: Area;
    /** Whether it is about what KubeSphere keeps on its host cluster, or about each cluster. */
    readonly of: "host" | "each";
    /** Kinds without which it cannot be told. */
    readonly reads: readonly Kind[];
    /** Rules whose findings follow from this one. */
    readonly causes?: readonly string[];
    readonly check: (sight: Sight) => readonly Said[];
}

/** A rule without the check that the library has for programs. */
export function infoOf({ id, reason, source }: RuleInfo): RuleInfo {
    return { id, reason, source };
}

/** What the library says of a program's arguments, said of an object: paths as the object spells them. */
export function saidOf(
    { message, severity }: Problem,
    as: {
        readonly severity: Readonly<Record<"error" | "warning", Severity>>;
        readonly paths?: readonly (readonly [argument: string, path: string])[];
        readonly fix: string;
    },
): Pick<Said, "severity" | "message" | "fix"> {
    const text = (as.paths ?? []).reduce(
        (all, [argument, path]) => all.replaceAll(`'${argument}`, `'${path}`),
        message,
    );
    const { message: problem, wayOut } = inTwo(text);
    return {
        severity: as.severity[severity ?? "error"],
        message: problem,
        fix: wayOut === "" ? as.fix : wayOut,
    };
}
