// SPDX-License-Identifier: Apache-2.0
import { CHARTS_REASON, CHARTS_SOURCE } from "../../extension/chart-keys";
import { LIVE_INSTALL_PLAN_RULES } from "../../extension/live-rules";
import type { RuleInfo } from "../../rule";

const CONTROLLER = "pkg/controller/core/installplan_controller.go of KubeSphere";
const HELM_UPGRADE = "https://helm.sh/docs/helm/helm_upgrade";

/** An extension comes. */
export const INSTALLED_RULE: RuleInfo = {
    id: "extension-installed",
    reason: "Nothing that needs the extension works before it is there.",
    source: `Reconcile in ${CONTROLLER}`,
};

/** An extension goes. */
export const UNINSTALLED_RULE: RuleInfo = {
    id: "extension-uninstalled",
    reason: "Its pages, its API and its agents go; its custom resources stay, and nobody carries them out.",
    source: `reconcileDelete in ${CONTROLLER}`,
};

/** An extension cannot be deleted. */
export const DELETION_STUCK_RULE: RuleInfo = {
    id: "extension-deletion-stuck",
    reason: "KubeSphere looks the version up, and reaches every cluster with an agent, before it lets a plan go.",
    source: `Reconcile and reconcileDelete in ${CONTROLLER}`,
};

/** A plan becomes that of another extension. */
export const RENAMED_RULE: RuleInfo = {
    id: "extension-renamed",
    reason: "The releases of the former extension stay, and nothing manages them any more.",
    source: `Reconcile in ${CONTROLLER}`,
};

/** A newer version comes. */
export const UPGRADED_RULE: RuleInfo = {
    id: "extension-upgraded",
    reason: "Charts have other values and images with each version.",
    source: HELM_UPGRADE,
};

/** An older version comes. */
export const DOWNGRADED_RULE: RuleInfo = {
    id: "extension-downgraded",
    reason: "Nothing turns back what the newer version wrote, such as custom resource definitions.",
    source: "pkg/core of https://github.com/kubesphere-extensions/ks-extension-upgrade",
};

/** An image of the former version stays. */
export const PINNED_RULE: RuleInfo = {
    id: "extension-image-pinned",
    reason: CHARTS_REASON,
    source: CHARTS_SOURCE,
};

/** Another image is used. */
export const IMAGE_RULE: RuleInfo = {
    id: "extension-image",
    reason: "Pods are restarted with another image.",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment",
};

/** An extension is switched on or off. */
export const ENABLED_RULE: RuleInfo = {
    id: "extension-enabled",
    reason: "The pages and the API of an extension that is not enabled are off; its pods stay.",
    source: `syncInstallPlanStatus in ${CONTROLLER}`,
};

/** A part of the network extension is switched off. */
export const FEATURE_OFF_RULE: RuleInfo = {
    id: "extension-feature-off",
    reason: "What it carried out stays as it is, and follows no change any more.",
    source: CHARTS_SOURCE,
};

/** Agents come. */
export const AGENTS_ADDED_RULE: RuleInfo = {
    id: "extension-agents-added",
    reason: "In most extensions the agent is what does the work on a cluster.",
    source: `syncClusterSchedulingStatus in ${CONTROLLER}`,
};

/** Agents go. */
export const AGENTS_REMOVED_RULE: RuleInfo = {
    id: "extension-agents-removed",
    reason: "Nothing does the extension's work on the cluster then.",
    source: `syncClusterSchedulingStatus in ${CONTROLLER}`,
};

/** Nothing is said about agents any more. */
export const PLACEMENT_DROPPED_RULE: RuleInfo = {
    id: "extension-placement-dropped",
    reason: "KubeSphere leaves agents alone of which nothing is said: it neither removes nor upgrades them.",
    source: `Reconcile in ${CONTROLLER}`,
};

/** Pages and API are away while Helm upgrades. */
export const DOWNTIME_RULE: RuleInfo = {
    id: "extension-downtime",
    reason: "Helm replaces the pods of an extension by those of the new version or values.",
    source: HELM_UPGRADE,
};

/** Helm upgrades for nothing. */
export const SAME_VALUES_RULE: RuleInfo = {
    id: "extension-same-values",
    reason: "KubeSphere compares the bytes of a config and not its values.",
    source: "configChanged in pkg/controller/core/util.go of KubeSphere",
};

/** KubeSphere is asked to try again. */
export const RETRY_RULE: RuleInfo = {
    id: "extension-retried",
    reason: "KubeSphere starts a failed plan again only with another version or another text of its config.",
    source: `syncInstallPlanStatus in ${CONTROLLER}`,
};

/** A failed plan is not tried again. */
export const STAYS_FAILED_RULE: RuleInfo = {
    id: "extension-stays-failed",
    reason: RETRY_RULE.reason,
    source: RETRY_RULE.source,
};

/** Id of the library's rule about a version that does not exist. */
export const VERSION_EXISTS_ID = "extension-version-exists";

/** Everything that is said about extensions in a report. */
export const EXTENSION_RULES: readonly RuleInfo[] = [
    INSTALLED_RULE,
    UNINSTALLED_RULE,
    DELETION_STUCK_RULE,
    RENAMED_RULE,
    UPGRADED_RULE,
    DOWNGRADED_RULE,
    PINNED_RULE,
    IMAGE_RULE,
    ENABLED_RULE,
    FEATURE_OFF_RULE,
    AGENTS_ADDED_RULE,
    AGENTS_REMOVED_RULE,
    PLACEMENT_DROPPED_RULE,
    DOWNTIME_RULE,
    SAME_VALUES_RULE,
    RETRY_RULE,
    STAYS_FAILED_RULE,
    ...LIVE_INSTALL_PLAN_RULES.map(({ id, reason, source }) => ({ id, reason, source })),
];
