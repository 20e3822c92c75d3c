using System.Security.Cryptography;

namespace SecureDocket;

/// <summary>Creates new operation IDs, which need randomness.</summary>
public static class OperationIds
{
    extension(OperationId)
    {
        /// <summary>A new ID, for a command that its caller does not retry under a key.</summary>
        public static OperationId New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
    }
}
