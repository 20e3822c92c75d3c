using System.Security.Cryptography;

namespace SecureDocket;

/// <summary>Creates new cardholder IDs, which need randomness.</summary>
public static class CardholderIds
{
    extension(CardholderId)
    {
        /// <summary>A new ID.</summary>
        public static CardholderId New() => CardholderId.FromBytes(RandomNumberGenerator.GetBytes(CardholderId.Length));
    }
}
