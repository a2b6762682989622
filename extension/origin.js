/* The deployment that this extension belongs to. `oes extension build` writes its exact origin here. */
export const ORIGIN = "http://127.0.0.1:8000";
