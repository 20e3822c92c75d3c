using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Approvals;

/// <summary>The rows of this room, as <see cref="RowJson"/> writes them.</summary>
[JsonSerializable(typeof(Approval))]
[JsonSerializable(typeof(ApprovalCardsRow))]
[JsonSerializable(typeof(ApprovalRequestRow))]
internal sealed partial class ApprovalsJson : JsonSerializerContext
{
    /// <summary>The type information for reading and writing.</summary>
    public static ApprovalsJson Rows { get; } = new(RowJson.Options());
}
