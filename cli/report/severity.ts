// SPDX-License-Identifier: Apache-2.0
import { SEVERITIES, type Severity } from "kubesphere-network/lib/report/report";

/** How bad something must be for a command to end with 1; nothing is as bad as "never". */
export type FailOn = Severity | "never";

/** Whether anything that was found is as bad as that, or worse. */
export function reaches(findings: readonly { readonly severity: Severity }[], failOn: FailOn): boolean {
    return (
        failOn !== "never" &&
        findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn))
    );
}
