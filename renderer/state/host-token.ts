const STORAGE_KEY = "dmwsi.token";

/**
 * The token of the served workbench. It comes in the fragment of the address that the host printed; it is kept for
 * this tab and taken out of the visible address, so that it is not shared by copying the address.
 */
export function takeToken(): string | undefined {
  const found = /[#&]token=([^&]+)/.exec(location.hash);
  if (found?.[1] === undefined) return sessionStorage.getItem(STORAGE_KEY) ?? undefined;
  const token = decodeURIComponent(found[1]);
  sessionStorage.setItem(STORAGE_KEY, token);
  history.replaceState(null, "", `${location.pathname}${location.search}#/`);
  return token;
}
