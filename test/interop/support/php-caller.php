<?php
/*
 * Calls operations with PHP's SoapClient and the served WSDL alone: a JSON object a line in, one a line out.
 * Arguments: WSDL address, SOAP version (1.1 or 1.2), user name, password. A request is {"operation", "input"}; values
 * that JSON has no type for are {"$bytes": base64}, {"$hex": text}, {"$duration": text} and {"$time": text}. The answer
 * is {"response"}, or {"fault"} with what SoapClient makes of it, or {"error"}.
 */

[, $wsdl, $soapVersion, $username, $password] = $argv;

function typed(mixed $value): mixed
{
    if (!is_array($value)) {
        return $value;
    }
    return match (true) {
        isset($value['$bytes']) => base64_decode($value['$bytes']),
        isset($value['$hex']) => hex2bin($value['$hex']),
        isset($value['$duration']) => $value['$duration'],
        isset($value['$time']) => $value['$time'],
        default => array_map('typed', $value),
    };
}

/** Octets that are no text become base64. */
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

function faultOf(SoapFault $fault): array
{
    $told = ['code' => $fault->faultcode, 'message' => $fault->faultstring];
    foreach ((array) ($fault->detail ?? []) as $exception => $detail) {
        // an exception with attributes of the schema comes wrapped
        $told['exception'] = $exception;
        $told['detail'] = $detail instanceof SoapVar ? $detail->enc_value : $detail;
    }
    return $told;
}

$client = new SoapClient($wsdl, [
    'soap_version' => $soapVersion === '1.2' ? SOAP_1_2 : SOAP_1_1,
    'cache_wsdl' => WSDL_CACHE_NONE,
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    'login' => $username,
    'password' => $password,
]);
$names = array_map(fn (string $line): string => explode('(', explode(' ', $line)[1])[0], $client->__getFunctions());
sort($names);
echo json_encode(['operations' => array_values(array_unique($names))]), "\n";
while (($line = fgets(STDIN)) !== false) {
    $wish = json_decode($line, true, 64, JSON_THROW_ON_ERROR);
    try {
        $answer = ['response' => plain($client->__soapCall($wish['operation'], [typed($wish['input'])]))];
    } catch (SoapFault $fault) {
        $answer = ['fault' => faultOf($fault)];
    } catch (Throwable $error) {
        $answer = ['error' => (string) $error];
    }
    echo json_encode($answer, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), "\n";
    flush();
}
