using System.Security.Cryptography;

namespace SecureDocket;

/// <summary>Fresh cardholder ids, which need randomness.</summary>
public static class CardholderIds
{
    extension(CardholderId)
    {
        /// <summary>A fresh id.</summary>
        public static CardholderId New() => CardholderId.FromBytes(RandomNumberGenerator.GetBytes(CardholderId.Length));
    }
}
