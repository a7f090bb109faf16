using System.Globalization;

namespace FileStorage.Tests.EndToEnd.Kills;

/// <summary>How often a kill test kills; FILESTORAGE_TEST_KILLS makes it more.</summary>
internal static class KillCount
{
    private const int Usual = 12;

    public static int Wanted { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("FILESTORAGE_TEST_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var kills) ? kills : Usual;
}
