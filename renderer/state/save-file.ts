import { notifications } from "@mantine/notifications";

/** A file as the host makes it. */
export interface MadeFile {
  readonly fileName: string;
  readonly contentType: string;
  readonly text: string;
}

/** Saves a file where the person keeps files, and says so; `how` is added to the sentence. */
export function save({ fileName, contentType, text }: MadeFile, how: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: contentType }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
  notifications.show({ message: `${fileName} was saved, ${how}.` });
}
