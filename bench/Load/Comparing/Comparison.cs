using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FileStorage.Bench.Load.Comparing;

/// <summary>The figures of both sides, by name.</summary>
internal sealed class Comparison
{
    private readonly Dictionary<string, (List<double> A, List<double> B)> _figures = new(StringComparer.Ordinal);

    /// <summary>Adds every number of a report.</summary>
    public void Add(Side side, JsonElement report)
    {
        foreach (var property in report.EnumerateObject().Where(property => property.Value.ValueKind is JsonValueKind.Number))
        {
            if (!_figures.TryGetValue(property.Name, out var figure))
            {
                _figures[property.Name] = figure = ([], []);
            }

            (side is Side.A ? figure.A : figure.B).Add(property.Value.GetDouble());
        }
    }

    /// <summary>The middle one of a figure's runs; of an even number, the lower of the two. Null where there is none.</summary>
    public double? Median(Side side, string name)
    {
        var runs = _figures.TryGetValue(name, out var figure) ? side is Side.A ? figure.A : figure.B : [];
        return runs.Count == 0 ? null : runs.Order().ElementAt((runs.Count - 1) / 2);
    }

    /// <summary>B by A, by their medians; null where that is nothing.</summary>
    public double? Ratio(string name) => Median(Side.A, name) is { } a && Median(Side.B, name) is { } b && a != 0 ? b / a : null;

    public string ToTable()
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"{"figure",-36} {"A",14} {"B",14} {"B / A",8}   runs of A | of B\n");
        foreach (var (name, (a, b)) in _figures)
        {
            table.Append(CultureInfo.InvariantCulture, $"{name,-36} {Median(Side.A, name),14:0.###} {Median(Side.B, name),14:0.###} {Ratio(name),8:0.00}");
            table.Append(CultureInfo.InvariantCulture, $"   {Join(a)} | {Join(b)}\n");
        }

        return table.ToString().TrimEnd('\n');
    }

    private static string Join(IEnumerable<double> values) => string.Join(' ', values.Select(value => value.ToString("0.###", CultureInfo.InvariantCulture)));
}
