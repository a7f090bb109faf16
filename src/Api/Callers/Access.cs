namespace FileStorage.Api.Callers;

/// <summary>Who may call an endpoint: metadata that every endpoint of ours carries.</summary>
internal sealed class Access
{
    public static readonly Access Anyone = new();

    /// <summary>Any device of any account.</summary>
    public static readonly Access Devices = new();

    public static readonly Access Administrator = new();

    /// <summary>Any device of any account, named as other makers' clients name it: by "Authorization: Basic".</summary>
    public static readonly Access Doors = new();

    private Access()
    {
    }
}
