using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Approvals;

/// <summary>JSON metadata for this room's responses, with the options of <see cref="ApiJson"/>.</summary>
[JsonSerializable(typeof(ApprovalView))]
[JsonSerializable(typeof(ApprovalsView))]
internal sealed partial class ApprovalsJson : JsonSerializerContext
{
    /// <summary>Metadata of the response types.</summary>
    public static ApprovalsJson Answers { get; } = new(ApiJson.Options());
}
