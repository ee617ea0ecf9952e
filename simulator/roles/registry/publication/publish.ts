import type { BusinessService, PublicationName, UddiMessage } from "../../../protocols/uddi/index.ts";
import { bindingTemplate, businessEntity, businessService } from "../present.ts";
import { refuse } from "../refusal.ts";
import type { Answer, Publishing } from "../room.ts";
import * as assertions from "./assertions.ts";
import * as deletion from "./delete.ts";
import { withoutEmptyTexts } from "./entry-checks.ts";
import { registeredInfo } from "./registered-info.ts";
import { saveBindings } from "./save-binding.ts";
import { saveBusinesses } from "./save-business.ts";
import { saveServices } from "./save-service.ts";
import { saveTModels } from "./save-tmodel.ts";

/** Carries out a request of the publication API. What a refused one has changed is for the caller to take back. */
export function publish(on: Publishing, sent: UddiMessage<PublicationName>): Answer {
  const { version } = on;
  const message = sent.name.startsWith("save_") ? withoutEmptyTexts(version, sent) : sent;
  switch (message.name) {
    case "save_business": {
      const { businessEntity: entities } = message.value;
      checkCount(
        on,
        entities.reduce(
          (sum, { businessServices }) => sum + 1 + servicesIn(businessServices?.businessService),
          0,
        ),
      );
      const saved = saveBusinesses(on, message.value);
      const detail = saved.map((record) => businessEntity(on, version, record));
      return { name: "businessDetail", value: { businessEntity: detail } };
    }
    case "save_service": {
      checkCount(on, servicesIn(message.value.businessService));
      const saved = saveServices(on, message.value.businessService);
      const detail = saved.map((record) => businessService(on, version, record));
      return { name: "serviceDetail", value: { businessService: detail } };
    }
    case "save_binding": {
      checkCount(on, message.value.bindingTemplate.length);
      const saved = saveBindings(on, message.value.bindingTemplate);
      const detail = saved.map((record) => bindingTemplate(version, record));
      return { name: "bindingDetail", value: { bindingTemplate: detail } };
    }
    case "save_tModel":
      checkCount(on, message.value.tModel.length);
      if (message.value.tModel.length === 0 && (message.value.uploadRegister ?? []).length === 0)
        refuse("E_fatalError", "there is no tModel to save");
      return { name: "tModelDetail", value: { tModel: saveTModels(on, message.value) } };
    case "delete_business":
      deletion.deleteBusinesses(on, message.value.businessKey);
      return "success";
    case "delete_service":
      deletion.deleteServices(on, message.value.serviceKey);
      return "success";
    case "delete_binding":
      deletion.deleteBindings(on, message.value.bindingKey);
      return "success";
    case "delete_tModel":
      deletion.hideTModels(on, message.value.tModelKey);
      return "success";
    case "get_registeredInfo":
      return registeredInfo(on, message.value.infoSelection);
    case "add_publisherAssertions":
      checkCount(on, message.value.publisherAssertion.length);
      assertions.addAssertions(on, message.value.publisherAssertion);
      return "success";
    case "delete_publisherAssertions":
      checkCount(on, message.value.publisherAssertion.length);
      assertions.deleteAssertions(on, message.value.publisherAssertion);
      return "success";
    case "set_publisherAssertions": {
      checkCount(on, message.value.publisherAssertion.length);
      assertions.setAssertions(on, message.value.publisherAssertion);
      return {
        name: "publisherAssertions",
        value: { authorizedName: on.userId, publisherAssertion: assertions.ownAssertions(on) },
      };
    }
    case "get_publisherAssertions": {
      const publisherAssertion = assertions.ownAssertions(on);
      return version === 2
        ? { name: "publisherAssertions", value: { authorizedName: on.userId, publisherAssertion } }
        : { name: "publisherAssertionsResponse", value: { publisherAssertion } };
    }
    case "get_assertionStatusReport":
      return assertions.assertionStatusReport(on, message.value.completionStatus);
  }
}

/** Services with their bindings. */
function servicesIn(services: readonly BusinessService[] = []): number {
  return services.reduce(
    (sum, service) => sum + 1 + (service.bindingTemplates?.bindingTemplate.length ?? 0),
    0,
  );
}

function checkCount({ limits }: Publishing, count: number): void {
  if (count > limits.savedAtOnce)
    refuse("E_messageTooLarge", `${count} entries in one request; ${limits.savedAtOnce} are allowed`);
}
