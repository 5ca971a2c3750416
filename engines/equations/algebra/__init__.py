"""Expression trees and what can be done with them on paper."""
