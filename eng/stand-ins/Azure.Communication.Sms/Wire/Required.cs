namespace Azure.Communication.Sms.Wire;

internal static class Required
{
    public static T NotNull<T>(T value, string name)
        where T : class
        => value ?? throw new ArgumentNullException(name);

    public static string NotNullOrEmpty(string value, string name)
        => NotNull(value, name).Length > 0 ? value : throw new ArgumentException("Value cannot be an empty string.", name);
}
