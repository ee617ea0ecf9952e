import { createServer } from "node:http";
import { listen } from "soap";
import { serveWorker } from "./worker.ts";

/* Worker: a server made with the npm package `soap` whose one operation gives back what it got. */
const wsdl = `<?xml version="1.0"?>
<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:t="urn:echo" targetNamespace="urn:echo">
  <types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:echo" elementFormDefault="qualified">
    <element name="Echo"><complexType><sequence><element name="text" type="string"/></sequence></complexType></element>
    <element name="EchoResponse"><complexType><sequence><element name="text" type="string"/></sequence></complexType></element>
  </schema></types>
  <message name="EchoIn"><part name="parameters" element="t:Echo"/></message>
  <message name="EchoOut"><part name="parameters" element="t:EchoResponse"/></message>
  <portType name="EchoPort"><operation name="Echo"><input message="t:EchoIn"/><output message="t:EchoOut"/></operation></portType>
  <binding name="EchoBinding" type="t:EchoPort">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Echo"><soap:operation soapAction="urn:echo"/>
      <input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation>
  </binding>
  <service name="EchoService"><port name="Echo" binding="t:EchoBinding"><soap:address location="http://127.0.0.1/echo"/></port></service>
</definitions>`;

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const echo = ({ text }: { readonly text: string }): object => ({ text });
  listen(server, "/echo", { EchoService: { Echo: { Echo: echo } } }, wsdl, () => {
    const address = server.address();
    serveWorker({ origin: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` });
  });
});
