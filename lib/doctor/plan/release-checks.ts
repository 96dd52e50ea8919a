// SPDX-License-Identifier: Apache-2.0
import { INSTALL_PLAN, JOB } from "../../kinds";
import { counted } from "../../report/words";
import type { Check } from "../check";
import type { Area, Said } from "../finding";
import type { PlanObject } from "../objects";
import { isBusy, LONGEST_MINUTES, type Release, releasesOf, saidOfRelease, sentence } from "./state";

const CONTROLLER = "pkg/controller/core/installplan_controller.go of KubeSphere";

/** What can become of every release: the host's counts as the plan, those of clusters as agents. */
export function releaseChecks(area: Extract<Area, "plan" | "agents">): Check[] {
    const check = (
        rule: Pick<Check, "id" | "reason" | "source"> & Partial<Pick<Check, "reads" | "causes">>,
        say: (release: Release, plan: PlanObject) => Pick<Said, "severity" | "message" | "fix"> | undefined,
    ): Check => ({
        area,
        of: "host",
        reads: [INSTALL_PLAN],
        ...rule,
        check: ({ here }) => {
            const found = releasesOf(here);
            const own = (found?.releases ?? []).filter(({ cluster }) => (cluster === undefined) === (area === "plan"));
            return own.flatMap((release) => {
                const said = found && say(release, found.plan);
                return said ? [saidOfRelease(here, found.plan, release, said)] : [];
            });
        },
    });
    /** Agents wait for the host's release, whatever holds it up. */
    const waiting = area === "plan" ? ["agent-not-begun", "agent-behind"] : [];
    const id = (what: string): string => `${area === "plan" ? "plan" : "agent"}-${what}`;
    return [
        check(
            {
                id: id("failed"),
                reason: "KubeSphere tries a failed release again only with another version or another text of its config.",
                source: `syncInstallPlanStatus in ${CONTROLLER}`,
                causes: ["api-policies-missing", ...waiting],
            },
            ({ part, status, jobSays }) =>
                part.phase === "failed" && status.state?.endsWith("Failed")
                    ? {
                          severity: "danger",
                          message: [part.text, ...(jobSays === undefined ? [] : [jobSays])].map(sentence).join(" "),
                          fix: "Correct the version, the config or the cluster; then change the text of the config, with a comment if need be (in a program: count 'retry' up).",
                      }
                    : undefined,
        ),
        check(
            {
                id: id("job-gone"),
                reason: "KubeSphere waits for a job that will never end, and looks at no change of the plan meanwhile.",
                source: `syncInstallPlanStatus in ${CONTROLLER}; https://github.com/kubesphere/kubesphere/issues/6527`,
                reads: [INSTALL_PLAN, JOB],
                causes: [id("stuck"), ...waiting],
            },
            (release) =>
                isBusy(release) && release.job === undefined && release.jobSays !== undefined
                    ? {
                          severity: "danger",
                          message: sentence(release.jobSays.replace(/\. .*$/, "")),
                          fix: "Uninstall the extension and install it again, with the same config.",
                      }
                    : undefined,
        ),
        check(
            {
                id: id("stuck"),
                reason: "KubeSphere looks at no change of the plan while it is at it.",
                source: `syncInstallPlanStatus in ${CONTROLLER}; https://github.com/kubesphere/kubesphere/issues/6302`,
                causes: waiting,
            },
            (release) =>
                isBusy(release) && (release.minutes ?? 0) >= LONGEST_MINUTES
                    ? {
                          severity: "danger",
                          message: `${sentence(release.part.text)} It has been so for ${counted(release.minutes ?? 0, "minute")}, and Helm gives up after 10.`,
                          fix: "See whether its job still runs, and why its pod does not: kubectl get pods -A -l kubesphere.io/extension-ref=network. A controller that was restarted at the wrong moment leaves this too: restart ks-controller-manager in kubesphere-system.",
                      }
                    : undefined,
        ),
        check(
            {
                id: id("busy"),
                reason: "Changes of the plan count only once it has ended.",
                source: `syncInstallPlanStatus in ${CONTROLLER}`,
                causes: waiting,
            },
            (release) =>
                isBusy(release) && (release.minutes ?? 0) < LONGEST_MINUTES && release.jobSays === undefined
                    ? {
                          severity: "notice",
                          message: `${sentence(release.part.text)} It has been so for ${counted(Math.max(release.minutes ?? 0, 0), "minute")}.`,
                          fix: "Wait until it has ended, and look again.",
                      }
                    : undefined,
        ),
        check(
            {
                id: id("not-begun"),
                reason: "What the plan asks for is not installed.",
                source: `Reconcile in ${CONTROLLER}`,
                causes: ["api-policies-missing", ...waiting],
            },
            ({ part, status, cluster }) =>
                part.phase === "waiting" && (status.state === undefined || status.state === "")
                    ? {
                          severity: "warning",
                          message: `${sentence(part.text)} KubeSphere has not looked at ${cluster === undefined ? "the plan" : "it"} yet.`,
                          fix: "If that does not change within a minute, see whether the controller runs: kubectl get pods -n kubesphere-system",
                      }
                    : undefined,
        ),
        check(
            {
                id: id("behind"),
                reason: "What is installed is not what the plan asks for.",
                source: `syncInstallPlanStatus in ${CONTROLLER}`,
                causes: waiting,
            },
            ({ part, status }) =>
                part.phase === "waiting" && status.state === "Installed"
                    ? {
                          severity: "warning",
                          message: sentence(part.text),
                          fix: "If that does not change within a minute, see whether the controller runs: kubectl get pods -n kubesphere-system",
                      }
                    : undefined,
        ),
    ];
}
