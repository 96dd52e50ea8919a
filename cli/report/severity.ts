// SPDX-License-Identifier: Apache-2.0
import { type Report, SEVERITIES, type Severity } from "kubesphere-network/lib/report/report";

/** Whether anything in a report is as bad as that, or worse. */
export function reaches({ findings }: Report, severity: Severity): boolean {
    return findings.some((finding) => SEVERITIES.indexOf(finding.severity) <= SEVERITIES.indexOf(severity));
}
