<?php
/*
 * A callback service made of PHP's SoapServer and the callback WSDL alone, as the router script of PHP's web server.
 * Environment: WSDL (address), SOAP_VERSION (1.1 or 1.2), CALLBACK_LOG (file that gets one JSON object a line:
 * the callback's name, what the method was called with, and the message as it came).
 */

function plain(mixed $value): mixed
{
    if (is_string($value)) {
        return preg_match('//u', $value) === 1 ? $value : base64_encode($value);
    }
    if (is_array($value)) {
        return array_map('plain', $value);
    }
    return is_object($value) ? (object) array_map('plain', get_object_vars($value)) : $value;
}

class CallbackService
{
    public function __construct(private string $message)
    {
    }

    public function RegistrationConfirmation(object $value): array
    {
        return $this->take(__FUNCTION__, $value);
    }

    public function DiscoveryResult(object $value): array
    {
        return $this->take(__FUNCTION__, $value);
    }

    public function OperationProgress(object $value): array
    {
        return $this->take(__FUNCTION__, $value);
    }

    public function OperationResult(object $value): array
    {
        return $this->take(__FUNCTION__, $value);
    }

    public function SessionStatus(object $value): array
    {
        return $this->take(__FUNCTION__, $value);
    }

    public function PackageDelivery(object $value): array
    {
        return $this->take(__FUNCTION__, $value);
    }

    public function SubscriptionStatus(object $value): array
    {
        return $this->take(__FUNCTION__, $value);
    }

    public function AlertNotification(object $value): array
    {
        return $this->take(__FUNCTION__, $value);
    }

    public function DiagnosticsDelivery(object $value): array
    {
        return $this->take(__FUNCTION__, $value);
    }

    /* No __call in their place: SoapServer would hand the header blocks to it as well. */
    private function take(string $callback, object $value): array
    {
        $line = ['callback' => $callback, 'value' => plain($value), 'message' => $this->message];
        $text = json_encode($line, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR) . "\n";
        file_put_contents(getenv('CALLBACK_LOG'), $text, FILE_APPEND | LOCK_EX);
        return [];
    }
}

$message = file_get_contents('php://input');
$server = new SoapServer(getenv('WSDL'), [
    'soap_version' => getenv('SOAP_VERSION') === '1.2' ? SOAP_1_2 : SOAP_1_1,
    'cache_wsdl' => WSDL_CACHE_MEMORY,
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
]);
$server->setObject(new CallbackService($message));
$server->handle($message);
