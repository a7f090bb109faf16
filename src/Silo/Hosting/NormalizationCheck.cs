namespace FileStorage.Silo.Hosting;

/// <summary>Names are kept in NFC. A system without ICU would not normalize, and two spellings of one name would be two files.</summary>
internal static class NormalizationCheck
{
    /// <exception cref="StartException">Normalization does not work.</exception>
    public static void Require()
    {
        if ("e\u0301".Normalize().Length != 1)
        {
            throw new StartException(
                "this system does not normalize Unicode, which names of files need; install ICU (libicu), and do not set "
                + "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
        }
    }
}
