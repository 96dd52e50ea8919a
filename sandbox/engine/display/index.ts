// SPDX-License-Identifier: Apache-2.0
export { blind } from "./blind";
export {
    createDisplay,
    type Display,
    type DisplayKind,
    type DisplayOptions,
    type RunEnd,
    type StepResources,
} from "./display";
