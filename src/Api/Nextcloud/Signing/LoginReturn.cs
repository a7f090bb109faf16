namespace FileStorage.Api.Nextcloud.Signing;

/// <summary>That the form of the page leads back into the client that shows it.</summary>
/// <param name="Action">Where the form is sent.</param>
/// <param name="Secret">What proves that it is the form of this page.</param>
internal sealed record LoginReturn(string Action, string Secret)
{
    /// <summary>Of the address that the client waits for.</summary>
    public const string Scheme = "nc:";
}
