using System.Security.Cryptography;

namespace SecureDocket;

/// <summary>Fresh operation ids, which need randomness.</summary>
public static class OperationIds
{
    extension(OperationId)
    {
        /// <summary>A fresh id, for a command that its caller does not repeat under a key.</summary>
        public static OperationId New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
    }
}
