namespace Orleans.Embedded.Activations;

/// <summary>The rest of a method after an await, waiting for its activation to be free.</summary>
internal readonly record struct Turn(SendOrPostCallback Callback, object? State);
