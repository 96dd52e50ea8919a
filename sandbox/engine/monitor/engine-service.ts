// SPDX-License-Identifier: Apache-2.0
import {
    GetRootResourceResponse,
    type LogRequest,
    LogSeverity,
    SetRootResourceResponse,
    type SetRootResourceRequest,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Events } from "../events";
import type { Severity } from "../model";
import type { Handlers } from "./server";

const SEVERITIES: Readonly<Record<number, Severity>> = {
    [LogSeverity.DEBUG]: "debug",
    [LogSeverity.INFO]: "info",
    [LogSeverity.WARNING]: "warning",
    [LogSeverity.ERROR]: "error",
};

/** Pulumi's engine service: what a program or a policy pack says, and which resource is the root of the program. */
export function engineHandlers(events: Events, onError: () => void): Handlers {
    let root = "";
    return {
        log: (request: LogRequest) => {
            const severity = SEVERITIES[request.getSeverity()] ?? "info";
            if (severity === "debug") {
                // The SDK tells every call that it makes, several lines each.
                return Promise.resolve(new Empty());
            }
            if (severity === "error") {
                onError();
            }
            events.diagnostic(severity, request.getMessage(), request.getUrn(), request.getEphemeral());
            return Promise.resolve(new Empty());
        },
        setRootResource: (request: SetRootResourceRequest) => {
            root = request.getUrn();
            return Promise.resolve(new SetRootResourceResponse());
        },
        getRootResource: () => {
            const response = new GetRootResourceResponse();
            response.setUrn(root);
            return Promise.resolve(response);
        },
    };
}
