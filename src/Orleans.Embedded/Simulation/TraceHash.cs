namespace Orleans.Embedded.Simulation;

/// <summary>One number for everything that a simulation has decided (FNV-1a).</summary>
internal struct TraceHash()
{
    public ulong Value { get; private set; } = 14695981039346656037;

    public void Add(string text)
    {
        foreach (var character in text)
        {
            Add(character);
        }
    }

    public void Add(ulong number) => Value = (Value ^ number) * 1099511628211;
}
