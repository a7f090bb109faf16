namespace FileStorage.Tests.EndToEnd.Processes;

/// <summary>The built programs, of the same configuration as these tests.</summary>
internal static class Programs
{
    public static string Root { get; } = FindRoot();

    public static string Silo { get; } = Find("Silo", "FileStorage.Silo");

    public static string Command { get; } = Find("Cli", "filestorage");

    public static string Load { get; } = Find("Load", "FileStorage.Bench.Load");

    private static string Find(string project, string program)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Root, "artifacts", "bin", project, configuration, program);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FileStorage.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests run inside the repository.");
        }

        return folder;
    }
}
