namespace Azure.Security.KeyVault.Keys;

public class CreateEcKeyOptions : CreateKeyOptions
{
    public CreateEcKeyOptions(string name, bool hardwareProtected = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Name = name;
        HardwareProtected = hardwareProtected;
        KeyType = hardwareProtected ? KeyType.EcHsm : KeyType.Ec;
    }

    public string Name { get; }

    public KeyType KeyType { get; }

    public KeyCurveName? CurveName { get; set; }

    public bool HardwareProtected { get; }
}
