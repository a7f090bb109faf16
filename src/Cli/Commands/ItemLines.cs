using System.Globalization;
using FileStorage.Api.Contracts.Items;
using FileStorage.Api.Contracts.Json;
using FileStorage.Cli.Terminal;

namespace FileStorage.Cli.Commands;

/// <summary>Shows items.</summary>
internal static class ItemLines
{
    public static void Item(this Output output, ItemBody item, string path, string shown, bool details)
    {
        if (output.Json)
        {
            output.Object(item.Path is null ? item with { Path = path } : item, ContractsJsonContext.Default.ItemBody);
            return;
        }

        var isFolder = item.Kind == "folder";
        var name = isFolder && !shown.EndsWith('/') ? shown + "/" : shown;
        var kind = isFolder ? "folder" : item.Executable ? "file x" : "file";
        output.Line(details ? $"{kind,-6} {(isFolder ? "-" : Sizes.Show(item.Size)),9}  {Time(item.ModifiedAt)}  {name}" : name);
    }

    /// <summary>Local time to the minute.</summary>
    public static string Time(DateTimeOffset time) => time.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
