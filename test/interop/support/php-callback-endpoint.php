<?php
/*
 * A callback endpoint made of PHP's SoapServer and the callback WSDL alone. Reads one request on standard input, writes
 * the response on standard output and what it was called with, as JSON, on standard error.
 * Arguments: WSDL address, SOAP version (1.1 or 1.2).
 */

[, $wsdl, $soapVersion] = $argv;

class Endpoint
{
    public function OperationResult(object $value): array
    {
        fwrite(STDERR, json_encode($value, JSON_THROW_ON_ERROR));
        return [];
    }
}

$server = new SoapServer($wsdl, [
    'soap_version' => $soapVersion === '1.2' ? SOAP_1_2 : SOAP_1_1,
    'cache_wsdl' => WSDL_CACHE_NONE,
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
]);
$server->setObject(new Endpoint());
$server->handle(stream_get_contents(STDIN));
