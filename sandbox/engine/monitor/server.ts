// SPDX-License-Identifier: Apache-2.0
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { messageOf, StepFailed } from "../deployment/failure";

/** A method of a service, as a promise. */
export type Handler<Request = never> = (request: Request) => Promise<unknown>;

export type Handlers = Readonly<Record<string, Handler>>;

/** Serves Pulumi's resource monitor and engine on one loopback address. */
export async function serve(monitor: Handlers, engine: Handlers): Promise<{ address: string; close(): void }> {
    const server = new grpc.Server({
        "grpc.max_receive_message_length": -1,
        "grpc.max_send_message_length": -1,
    });
    server.addService(ResourceMonitorService, implementation(ResourceMonitorService, monitor));
    server.addService(EngineService, implementation(EngineService, engine));
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
            if (error) {
                reject(error);
            } else {
                resolve(bound);
            }
        });
    });
    return {
        address: `127.0.0.1:${String(port)}`,
        close: () => {
            server.forceShutdown();
        },
    };
}

/** Every method of the service: those without a handler say so by name. */
function implementation(service: grpc.ServiceDefinition, handlers: Handlers): grpc.UntypedServiceImplementation {
    const methods = Object.keys(service).map((name) => {
        const handler = handlers[name] as Handler<unknown> | undefined;
        const call: grpc.handleUnaryCall<unknown, unknown> = ({ request }, callback) => {
            const answer = handler?.(request) ?? Promise.reject(unsupported(name));
            answer.then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback(status(error));
                },
            );
        };
        return [name, call] as const;
    });
    return Object.fromEntries(methods);
}

function unsupported(method: string): Error {
    return new Error(`The sandbox engine does not support '${method}'. Run this program with the Pulumi CLI.`);
}

/** A step that failed has been reported: the SDK takes "unavailable" as the sign to go down quietly. */
function status(error: unknown): Partial<grpc.StatusObject> {
    return {
        code: error instanceof StepFailed ? grpc.status.UNAVAILABLE : grpc.status.UNKNOWN,
        details: messageOf(error),
    };
}
