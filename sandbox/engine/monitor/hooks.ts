// SPDX-License-Identifier: Apache-2.0
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import {
    ErrorHookRequest,
    ErrorHookResponse,
    ResourceHookRequest,
    ResourceHookResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import type { HookBinding } from "../goal";
import type { HookKind } from "../model";
import { urnName, urnType } from "../urn";
import type { Properties } from "../values";
import { toStruct } from "../wire";
import type { Callbacks } from "./callbacks";

interface RegisteredHook {
    readonly callback: Callback;
    readonly onDryRun: boolean;
    readonly ignoreErrors: boolean;
}

/** What a hook gets to see of its resource. */
export interface HookSubject {
    readonly urn: string;
    readonly id?: string;
    readonly newInputs?: Properties;
    readonly oldInputs?: Properties;
    readonly newOutputs?: Properties;
    readonly oldOutputs?: Properties;
}

/** The program's resource hooks by name, and how they are run around a step. */
export class Hooks {
    private readonly registered = new Map<string, RegisteredHook>();
    private readonly onError = new Map<string, Callback>();

    constructor(
        private readonly callbacks: Callbacks,
        private readonly preview: boolean,
        private readonly warn: (urn: string, message: string) => void,
    ) {}

    public register(name: string, hook: RegisteredHook): void {
        this.registered.set(name, hook);
    }

    public registerErrorHook(name: string, callback: Callback): void {
        this.onError.set(name, callback);
    }

    /** Runs the hooks of one kind in order; the first that fails stops the step, unless it ignores errors. */
    public async run(kind: HookKind, binding: HookBinding, subject: HookSubject): Promise<void> {
        for (const name of binding[kind] ?? []) {
            const hook = this.find(name, kind);
            if (!this.preview || hook.onDryRun) {
                await this.runOne(name, hook, subject);
            }
        }
    }

    /** Asks the error hooks whether a failed operation is worth another try. */
    public async retry(
        binding: HookBinding,
        subject: HookSubject,
        operation: string,
        errors: string[],
    ): Promise<boolean> {
        for (const name of binding.onError ?? []) {
            const callback = this.onError.get(name);
            if (callback === undefined) {
                throw new Error(`The error hook '${name}' of ${subject.urn} was never registered by the program.`);
            }
            const request = describe(new ErrorHookRequest(), subject);
            request.setFailedOperation(operation);
            request.setErrorsList([...errors].reverse());
            const bytes = await this.callbacks.invoke(callback, request.serializeBinary());
            const response = ErrorHookResponse.deserializeBinary(bytes);
            if (response.getError() !== "") {
                throw new Error(`The error hook '${name}' failed: ${response.getError()}`);
            }
            if (response.getRetry()) {
                return true;
            }
        }
        return false;
    }

    private find(name: string, kind: HookKind): RegisteredHook {
        const hook = this.registered.get(name);
        if (hook === undefined) {
            throw new Error(
                `The ${kind} hook '${name}' is not registered by the program. Register it under this name again.`,
            );
        }
        return hook;
    }

    private async runOne(name: string, hook: RegisteredHook, subject: HookSubject): Promise<void> {
        const request = describe(new ResourceHookRequest(), subject);
        if (subject.newOutputs !== undefined) {
            request.setNewOutputs(toStruct(subject.newOutputs));
        }
        const bytes = await this.callbacks.invoke(hook.callback, request.serializeBinary());
        const error = ResourceHookResponse.deserializeBinary(bytes).getError();
        if (error === "") {
            return;
        }
        if (!hook.ignoreErrors) {
            throw new Error(error);
        }
        this.warn(subject.urn, `The hook '${name}' failed and is set to be ignored: ${error}`);
    }
}

function describe<T extends ResourceHookRequest | ErrorHookRequest>(request: T, subject: HookSubject): T {
    request.setUrn(subject.urn);
    request.setId(subject.id ?? "");
    request.setName(urnName(subject.urn));
    request.setType(urnType(subject.urn));
    if (subject.newInputs !== undefined) {
        request.setNewInputs(toStruct(subject.newInputs));
    }
    if (subject.oldInputs !== undefined) {
        request.setOldInputs(toStruct(subject.oldInputs));
    }
    if (subject.oldOutputs !== undefined) {
        request.setOldOutputs(toStruct(subject.oldOutputs));
    }
    return request;
}
