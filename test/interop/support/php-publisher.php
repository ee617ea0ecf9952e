<?php
/*
 * A publisher and inquirer made of PHP's SoapClient and two UDDI version 2 service descriptions.
 * Arguments: WSDL of the inquiry API, WSDL of the publication API, user name and password.
 * Prints one JSON document with what it got.
 */

[, $inquiryWsdl, $publishWsdl, $user, $password] = $argv;

function connect(string $wsdl): SoapClient
{
    return new SoapClient($wsdl, [
        'trace' => true,
        'cache_wsdl' => WSDL_CACHE_NONE,
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
    ]);
}

$inquiry = connect($inquiryWsdl);
$publish = connect($publishWsdl);

/* SoapClient drops the attributes inside a fault's detail: they are read from the response itself. */
function errorOf(SoapClient $client, Closure $call): ?array
{
    try {
        $call();
    } catch (SoapFault $fault) {
        preg_match('/errCode="([^"]*)"[^>]*>([^<]*)</', $client->__getLastResponse(), $info);
        return ['code' => $info[1], 'text' => $info[2]];
    }
    return null;
}

$generic = ['generic' => '2.0'];
$token = $publish->get_authToken($generic + ['userID' => $user, 'cred' => $password])->authInfo;
$auth = $generic + ['authInfo' => $token];
$modelKey = $publish->save_tModel($auth + ['tModel' => [['tModelKey' => '', 'name' => ['_' => 'Php port']]]])
    ->tModel[0]->tModelKey;
$businessKey = $publish->save_business($auth + [
    'businessEntity' => [['businessKey' => '', 'name' => [['_' => 'Php & Sons', 'lang' => 'en']]]],
])->businessEntity[0]->businessKey;
$serviceKey = $publish->save_service($auth + ['businessService' => [[
    'serviceKey' => '',
    'businessKey' => $businessKey,
    'name' => [['_' => 'Php service']],
    'bindingTemplates' => ['bindingTemplate' => [[
        'bindingKey' => '',
        'accessPoint' => ['_' => 'http://php.example/wsi', 'URLType' => 'http'],
        'tModelInstanceDetails' => ['tModelInstanceInfo' => [['tModelKey' => $modelKey]]],
    ]]],
]]])->businessService[0]->serviceKey;
$models = ['tModelBag' => ['tModelKey' => [$modelKey]]];
$found = $inquiry->find_service($generic + $models + ['name' => [['_' => 'php']]]);
$detail = $inquiry->get_serviceDetail($generic + ['serviceKey' => [$serviceKey]]);
$bindings = $inquiry->find_binding($generic + $models + ['serviceKey' => $serviceKey]);
$registered = $publish->get_registeredInfo($auth);
$deleted = $publish->delete_service($auth + ['serviceKey' => [$serviceKey]]);
$gone = errorOf($inquiry, fn () => $inquiry->get_serviceDetail($generic + ['serviceKey' => [$serviceKey]]));
$wrong = errorOf($publish, fn () => $publish->get_authToken($generic + ['userID' => $user, 'cred' => 'wrong']));
$discarded = $publish->discard_authToken($auth);

echo json_encode([
    'found' => array_map(fn ($info) => $info->serviceKey === $serviceKey, $found->serviceInfos->serviceInfo),
    'accessPoint' => $detail->businessService[0]->bindingTemplates->bindingTemplate[0]->accessPoint->_,
    'bindings' => count($bindings->bindingTemplate),
    'business' => end($registered->businessInfos->businessInfo)->name[0]->_,
    'tModels' => count($registered->tModelInfos->tModelInfo),
    'deleted' => $deleted->result[0]->errno,
    'discarded' => $discarded->result[0]->errInfo->errCode,
    'gone' => $gone,
    'wrong' => $wrong,
]);
