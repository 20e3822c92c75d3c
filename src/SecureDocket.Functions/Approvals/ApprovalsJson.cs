using System.Text.Json.Serialization;

namespace SecureDocket.Functions.Approvals;

/// <summary>The answers of this room, as <see cref="ApiJson"/> writes them.</summary>
[JsonSerializable(typeof(ApprovalView))]
[JsonSerializable(typeof(ApprovalsView))]
internal sealed partial class ApprovalsJson : JsonSerializerContext
{
    /// <summary>The types, to write with.</summary>
    public static ApprovalsJson Answers { get; } = new(ApiJson.Options());
}
