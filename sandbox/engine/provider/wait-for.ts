// SPDX-License-Identifier: Apache-2.0
import { shown } from "kubesphere-network/lib/problem";
import type { KubernetesObject } from "../../kubernetes/client";
import { isObject, type Properties } from "../values";
import { Annotation, annotationOf } from "./object";
import { conditionOf, type Unready } from "./readiness";

type Condition = (object: KubernetesObject) => Unready | undefined;

const STEP = /\.((?:[^.[\]{}\\]|\\.)+)|\[(\d+)\]|\['([^']+)'\]/y;

/** Keys of a JSONPath such as `{.status.conditions[0].type}`; undefined if it is more than a plain path. */
function stepsOf(text: string): string[] | undefined {
    const inner = /^\{(.+)\}$/.exec(text)?.[1];
    const steps: string[] = [];
    for (let at = 0; inner !== undefined && at < inner.length; at = STEP.lastIndex) {
        STEP.lastIndex = at;
        const match = STEP.exec(inner);
        if (!match) {
            return undefined;
        }
        steps.push((match[1] ?? match[2] ?? match[3] ?? "").replace(/\\(.)/g, "$1"));
    }
    return inner === undefined ? undefined : steps;
}

function valueAt(object: unknown, steps: readonly string[]): unknown {
    return steps.reduce<unknown>(
        (value, step) => (isObject(value) || Array.isArray(value) ? (value as Properties)[step] : undefined),
        object,
    );
}

function jsonPath(expression: string): Condition {
    const [, path = "", , wanted] = /^(\{.*?\})(=(.*))?$/.exec(expression) ?? [];
    const steps = stepsOf(path);
    if (!steps) {
        throw new Error(`jsonpath=${expression} is not a plain path such as jsonpath={.status.phase}=Running`);
    }
    return (object) => {
        const value = valueAt(object, steps);
        const met = wanted === undefined ? value !== undefined : String(value) === wanted;
        return met ? undefined : { reason: `${path} is ${value === undefined ? "missing" : JSON.stringify(value)}` };
    };
}

function condition(expression: string): Condition {
    const [type = "", wanted = "True"] = expression.split("=");
    return ({ status }) => {
        const found = shown(conditionOf(isObject(status) ? status : {}, type)?.status);
        const met = found.toLowerCase() === wanted.toLowerCase();
        return met ? undefined : { reason: `condition ${type} is ${found}` };
    };
}

function parse(expression: string): Condition {
    if (expression.startsWith("jsonpath=")) {
        return jsonPath(expression.slice("jsonpath=".length));
    }
    if (expression.startsWith("condition=")) {
        return condition(expression.slice("condition=".length));
    }
    throw new Error(`"${expression}" must begin with jsonpath= or condition=`);
}

function listed(text: string): string[] {
    return text.trimStart().startsWith("[") ? (JSON.parse(text) as string[]) : [text];
}

/**
 * What the annotation pulumi.com/waitFor asks to wait for: one expression, or a JSON list of them. Undefined without
 * the annotation; throws if an expression cannot be read.
 */
export function waitFor(inputs: Properties): Condition | undefined {
    const text = annotationOf(inputs, Annotation.WaitFor);
    if (text === undefined || text === "") {
        return undefined;
    }
    const conditions = listed(text).map(parse);
    return (object) => conditions.map((met) => met(object)).find((trouble) => trouble !== undefined);
}
