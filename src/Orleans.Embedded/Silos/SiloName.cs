namespace Orleans.Embedded.Silos;

/// <summary>How a silo is called in messages.</summary>
internal sealed record SiloName(string Text);
