using Azure.Core;
using Azure.Core.Pipeline;

namespace SecureDocket.Azure;

/// <summary>The outermost policy of a storage client: counts each operation once, however many attempts it took.</summary>
internal sealed class MeteringPolicy(StorageService service, Telemetry telemetry) : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var outcome = StorageOutcome.Failed;
        try
        {
            await ProcessNextAsync(message, pipeline);
            outcome = message.Response.Status switch
            {
                < 400 => StorageOutcome.Ok,
                408 or 429 or >= 500 => StorageOutcome.Failed,
                _ => StorageOutcome.Refused,
            };
        }
        finally
        {
            telemetry.StorageAsked(service, OperationOf(message.Request), outcome, message.ProcessingContext.RetryNumber);
        }
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Synchronous requests are not supported.");

    private static string OperationOf(Request request) =>
        request.Uri.Path.EndsWith("/$batch", StringComparison.Ordinal) ? "batch" : request.Method.Method.ToLowerInvariant();
}
