using SecureDocket.Functions.Pages;

namespace SecureDocket.Functions.Contract;

/// <summary><c>GET /api/v1/docs</c>: the contract, for people.</summary>
public sealed class GetContractPageFunction(ContractPage page)
{
    /// <summary>200 with the page, 304 when the caller has it.</summary>
    [Function("GetContractPage"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/docs")] HttpRequest request)
    {
        var answer = page.File.Answer(request);
        PageHeaders.ForReaders(request.HttpContext.Response);
        return answer;
    }
}
