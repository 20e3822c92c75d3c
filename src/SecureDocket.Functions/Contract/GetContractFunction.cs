namespace SecureDocket.Functions.Contract;

/// <summary><c>GET /api/v1/openapi.json</c>: the contract, for programs.</summary>
public sealed class GetContractFunction(ContractDocument contract)
{
    /// <summary>200 with the document, 304 when the caller has it.</summary>
    [Function("GetContract"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/openapi.json")] HttpRequest request) =>
        contract.File.Answer(request);
}
