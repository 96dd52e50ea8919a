// SPDX-License-Identifier: Apache-2.0
import * as grpc from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb";

/** Calls functions that live in the program: its hooks and transforms. One connection for each callback server. */
export class Callbacks {
    private readonly clients = new Map<string, CallbacksClient>();

    /** Runs a callback on a serialized message and gives its serialized answer. */
    public async invoke(callback: Callback, message: Uint8Array): Promise<Uint8Array> {
        const request = new CallbackInvokeRequest();
        request.setToken(callback.getToken());
        request.setRequest(message);
        const client = this.client(callback.getTarget());
        return new Promise((resolve, reject) => {
            client.invoke(request, (error, response) => {
                if (error) {
                    reject(new Error(error.details || error.message));
                } else {
                    resolve(response.getResponse_asU8());
                }
            });
        });
    }

    public close(): void {
        for (const client of this.clients.values()) {
            client.close();
        }
        this.clients.clear();
    }

    private client(target: string): CallbacksClient {
        const known = this.clients.get(target);
        if (known !== undefined) {
            return known;
        }
        const client = new CallbacksClient(target, grpc.credentials.createInsecure(), {
            "grpc.max_receive_message_length": -1,
            "grpc.max_send_message_length": -1,
        });
        this.clients.set(target, client);
        return client;
    }
}
