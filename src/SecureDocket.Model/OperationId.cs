using System.Security.Cryptography;
using System.Text;

namespace SecureDocket;

/// <summary>Names one attempt to change something, so that a write whose response was lost can be recognized later.</summary>
/// <param name="Value">32 lower-case hex digits.</param>
public readonly record struct OperationId(string Value)
{
    /// <summary>The ID of a request with an idempotency key: every retry with the same key gets the same ID.</summary>
    public static OperationId For(Actor actor, string idempotencyKey)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{actor.Id}\n{idempotencyKey}"));
        return new(Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }

    /// <summary>The ID of a named part of this operation, e.g. the change of one of many cards.</summary>
    public OperationId Part(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Value}\n{name}"));
        return new(Convert.ToHexStringLower(hash.AsSpan(0, 16)));
    }

    /// <inheritdoc />
    public override string ToString() => Value;
}
