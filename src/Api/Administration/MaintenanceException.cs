namespace FileStorage.Api.Administration;

/// <summary>What an operator asked for cannot be done, or did not work out; the message is a sentence for the operator.</summary>
public sealed class MaintenanceException(string message, Exception? innerException = null) : Exception(message, innerException);
