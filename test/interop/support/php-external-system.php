<?php
/*
 * An External System made of PHP's SoapClient and the served WSDL alone.
 * Arguments: WSDL address, SOAP version (1.1 or 1.2), scheme (basic, text or digest), user name, password.
 * Prints one JSON document with what it got.
 */

[, $wsdl, $soapVersion, $scheme, $username, $password] = $argv;

const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const PROFILE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0';

function usernameToken(string $scheme, string $username, string $secret): SoapHeader
{
    $nonce = random_bytes(16);
    $created = gmdate('Y-m-d\TH:i:s\Z');
    $digest = base64_encode(sha1($nonce . $created . $secret, true));
    $text = $scheme === 'digest' ? $digest : $secret;
    $type = PROFILE . ($scheme === 'digest' ? '#PasswordDigest' : '#PasswordText');
    $escape = fn (string $value): string => htmlspecialchars($value, ENT_XML1 | ENT_QUOTES, 'UTF-8');
    $xml = '<wsse:Security xmlns:wsse="' . WSSE . '" xmlns:wsu="' . WSU . '"><wsse:UsernameToken>'
        . '<wsse:Username>' . $escape($username) . '</wsse:Username>'
        . '<wsse:Password Type="' . $type . '">' . $escape($text) . '</wsse:Password>'
        . '<wsse:Nonce>' . base64_encode($nonce) . '</wsse:Nonce>'
        . '<wsu:Created>' . $created . '</wsu:Created>'
        . '</wsse:UsernameToken></wsse:Security>';
    return new SoapHeader(WSSE, 'Security', new SoapVar($xml, XSD_ANYXML), true);
}

/** A client whose every request carries a token of its own: a nonce is good for one request. */
class TokenClient extends SoapClient
{
    public ?Closure $token = null;

    public function __call(string $name, array $arguments): mixed
    {
        if ($this->token !== null) {
            $this->__setSoapHeaders([($this->token)()]);
        }
        return parent::__call($name, $arguments);
    }
}

function connect(string $secret): SoapClient
{
    global $wsdl, $soapVersion, $scheme, $username;
    $options = [
        'soap_version' => $soapVersion === '1.2' ? SOAP_1_2 : SOAP_1_1,
        'cache_wsdl' => WSDL_CACHE_NONE,
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    ];
    if ($scheme === 'basic') {
        $options += ['login' => $username, 'password' => $secret];
    }
    $client = new TokenClient($wsdl, $options);
    if ($scheme !== 'basic') {
        $client->token = fn (): SoapHeader => usernameToken($scheme, $username, $secret);
    }
    return $client;
}

function faultOf(callable $call): ?array
{
    try {
        $call();
    } catch (SoapFault $fault) {
        return ['code' => $fault->faultcode, 'message' => $fault->faultstring, 'detail' => $fault->detail ?? null];
    }
    return null;
}

$client = connect($password);
$out = ['functions' => $client->__getFunctions()];
$out['registration'] = $client->RegisterExternalSystem([
    'name' => 'Care <desk> & co',
    'kind' => 'customer-care',
    'managementDomain' => 'operator',
    'requestedOperation' => ['ManageParameters', 'DiscoverDevices'],
    'expires' => 'PT12H',
]);
$out['discovery'] = $client->DiscoverDevices(['maxResults' => 50, 'includeCapabilities' => true]);
$submitted = $client->ManageParameters([
    'deviceId' => $out['discovery']->device[0]->deviceId,
    'command' => [
        ['get' => ['locUri' => './DevInfo/Mod']],
        ['replace' => ['locUri' => './Settings/Homepage', 'format' => 'chr', 'data' => 'héllo <world> & all']],
        ['get' => ['locUri' => './Settings/Homepage']],
    ],
]);
$out['ack'] = $submitted->ack;
$deadline = microtime(true) + 30;
do {
    $status = $client->QueryOperation(['operationId' => $submitted->ack->operationId]);
    $terminal = !in_array($status->operation->state, ['pending', 'running'], true);
    if (!$terminal) {
        usleep(50000);
    }
} while (!$terminal && microtime(true) < $deadline);
$out['result'] = $status;
$out['unknownDevice'] = faultOf(fn () => $client->ManageParameters([
    'deviceId' => 'no-such-device',
    'command' => [['get' => ['locUri' => './DevInfo/Mod']]],
]));
$out['wrongPassword'] = faultOf(fn () => connect('not ' . $password)->DiscoverDevices([]));
echo json_encode($out, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR), "\n";
