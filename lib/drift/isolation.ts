// SPDX-License-Identifier: Apache-2.0
import { NAMESPACE, WORKSPACE_TEMPLATE } from "../kinds";
import { ISOLATION, NETWORK_ISOLATE_ANNOTATION } from "../labels";
import { isKind, type KubeObject } from "../report/objects";
import * as ISOLATED from "../report/rules/isolation-rules";
import { shown } from "../problem";
import { at, type Tree, UNKNOWN } from "../tree";
import { listed } from "../report/words";
import type { Found, Setting } from "./drift";
import { fieldAt, keyPath } from "./fields";
import { titleOf, type Target } from "./wanted";

/** What else is there that has to do with the isolation of an object. */
export interface Around {
    /** Policies of the project that are wanted and gone. */
    readonly gone: readonly KubeObject[];
    /** Whether any policy of the project is wanted, gone or not. */
    readonly hasPolicies: boolean;
    /** The WorkspaceTemplate of the same name, if there is one. */
    readonly template?: KubeObject;
}

/** Where a template has the annotation that KubeSphere copies to the Workspaces. */
const COPIED = ["spec", "template", ...keyPath("annotations", NETWORK_ISOLATE_ANNOTATION)];

/** Whether isolation is switched on or off by somebody else, or a template no longer says anything of it. */
export function isolationDrifts(target: Target, { gone, hasPolicies, template }: Around): Found[] {
    const path = isolationPath(target.object);
    const [wanted, live] = [at(target.object.tree, ...path), at(target.live?.tree, ...path)];
    const isStated = target.live !== undefined && wanted !== undefined && wanted !== UNKNOWN;
    if (!isStated || isAlike(target.object, wanted, live)) {
        return [];
    }
    const purged = isOn(live) ? [] : gone;
    const how = live === undefined ? "the annotation is gone" : `the annotation says "${shown(live)}"`;
    return [
        {
            ...ruleOf(isOn(wanted), isOn(live), purged.length > 0),
            leadsTo: LEADS_TO,
            wanted: isOn(wanted) ? "on" : "off",
            live: isOn(live) ? "on" : "off",
            message: `${switched(target.object, isOn(live), how)}${purgedText(purged)}${overwritten(template, live)}`,
            fields: [fieldAt(target, path)],
            ...(isOn(wanted) !== isOn(live) && { accept: settings(isOn(live), hasPolicies) }),
            ...(purged.length > 0 && { explains: purged.map(titleOf) }),
        },
    ];
}

/** Allow rules are for isolated projects only. */
function settings(isNow: boolean, hasPolicies: boolean): Setting[] {
    return [{ path: ["enabled"], value: isNow }, ...(!isNow && hasPolicies ? [{ path: ["allow"] }] : [])];
}

/** Off means off however it is written, but a template without the key leaves the Workspaces as they are. */
function isAlike(object: KubeObject, wanted: Tree, live: Tree): boolean {
    return isKind(object, WORKSPACE_TEMPLATE) ? wanted === live : isOn(wanted) === isOn(live);
}

function ruleOf(wanted: boolean, live: boolean, isPurged: boolean): Pick<Found, "rule" | "severity"> {
    if (wanted === live) {
        return { rule: "drift-isolation-key", severity: "notice" };
    }
    return live
        ? { rule: "drift-isolation-on", severity: "warning" }
        : { rule: "drift-isolation-off", severity: isPurged ? "danger" : "warning" };
}

const LEADS_TO = [
    ISOLATED.ON_RULE,
    ISOLATED.OFF_RULE,
    ISOLATED.SYSTEM_RULE,
    ISOLATED.PROJECT_WINS_RULE,
    ISOLATED.TEMPLATE_KEY_RULE,
].map(({ id }) => id);

/** Where the annotation of a Namespace, a Workspace or a WorkspaceTemplate is. */
export function isolationPath(object: KubeObject): readonly string[] {
    return isKind(object, WORKSPACE_TEMPLATE) ? COPIED : keyPath("annotations", NETWORK_ISOLATE_ANNOTATION);
}

/** Anything but "enabled" is off. */
export function isOn(value: Tree): boolean {
    return value === ISOLATION.on;
}

function switched(object: KubeObject, isNow: boolean, how: string): string {
    const what = isKind(object, NAMESPACE) ? "project" : "workspace";
    return `The ${what} ${object.name} is ${isNow ? "" : "not "}isolated: ${how}.`;
}

/** Source: syncNs in pkg/controller/network/nsnetworkpolicy/nsnetworkpolicy_controller.go of KubeSphere 3.4. */
function purgedText(gone: readonly KubeObject[]): string {
    return gone.length === 0
        ? ""
        : ` KubeSphere deletes every NamespaceNetworkPolicy of a project that is not isolated, which explains that these are gone: ${listed(gone.map(({ name }) => name).sort())}.`;
}

/** Source: pkg/controller/workspacetemplate/workspacetemplate_controller.go of KubeSphere. */
function overwritten(template: KubeObject | undefined, live: Tree): string {
    return template !== undefined && live !== undefined && at(template.tree, ...COPIED) === live
        ? ` The WorkspaceTemplate of the same name says so, and KubeSphere writes it over the Workspace again and again: change the template.`
        : "";
}
