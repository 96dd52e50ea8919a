// SPDX-License-Identifier: Apache-2.0
import { SEVERITIES, type Severity } from "kubesphere-network/lib/report/report";

/** Whether anything that was found is as bad as that, or worse. */
export function reaches(
    { findings }: { readonly findings: readonly { readonly severity: Severity }[] },
    severity: Severity,
): boolean {
    return findings.some((finding) => SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(severity));
}
